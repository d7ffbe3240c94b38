"""What people and workbooks send, normalised and checked before an action keeps it. Raises Invalid with a sentence."""

from heluo.base import clock
from heluo.base.errors import Invalid, Sentence
from heluo.base.text import normalise
from heluo.people import credit_code as credit_codes
from heluo.people import id_number as id_numbers
from heluo.people import telephone


def person_name(name: str) -> str:
    """Without spaces between Chinese characters (张　三 is 张三); between Latin ones they stay."""
    tidy = normalise(name)
    return tidy if tidy.isascii() else tidy.replace(" ", "")


def phone(number: str, field: str = "phone") -> str:
    tidy = telephone.tidy(number)
    if tidy:
        _refuse(telephone.fault(tidy), field)
    return tidy


def credit_code(code: str) -> str | None:
    tidy = credit_codes.tidy(code)
    if not tidy:
        return None
    _refuse(credit_codes.fault(tidy), "credit_code")
    return tidy


def id_number(number: str) -> str:
    tidy = id_numbers.tidy(number)
    if tidy:
        _refuse(id_numbers.fault(tidy, today=clock.today()), "id_number")
    return tidy


def _refuse(fault: Sentence | None, field: str) -> None:
    if fault is not None:
        raise Invalid(fault, {field: fault})
