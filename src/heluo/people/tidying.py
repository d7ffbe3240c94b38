"""What people and workbooks send, normalised and checked before an action keeps it. Raises Invalid with a sentence."""

import re

from heluo.base import clock
from heluo.base.errors import Invalid, Sentence
from heluo.base.text import normalise
from heluo.people import credit_code as credit_codes
from heluo.people import id_number as id_numbers
from heluo.people import telephone

# Chinese characters of names; 〇 is one.
_CHINESE = r"[\u3400-\u9fff\u3007\U00020000-\U0003ffff]"
_INNER_SPACE = re.compile(rf"(?<={_CHINESE}) (?={_CHINESE})")
_POINT = re.compile(r" ?[·•・‧∙] ?")
_CHINESE_WORDS = re.compile(rf"{_CHINESE}+(?: {_CHINESE}+)+")
_DOUBLE_SURNAMES = frozenset(
    [
        "欧阳",
        "司马",
        "上官",
        "诸葛",
        "东方",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "令狐",
        "夏侯",
        "宇文",
        "长孙",
        "端木",
        "司徒",
        "司空",
        "南宫",
        "百里",
        "呼延",
        "独孤",
        "闻人",
        "澹台",
    ]
)
_SEX = re.compile(rf"(?<={_CHINESE}) [男女]$")


def person_name(name: str) -> str:
    """Without spaces between Chinese characters (张　三 is 张三); between Latin ones they stay. One kind of ·."""
    return _INNER_SPACE.sub("", _POINT.sub("·", normalise(name)))


def one_name(text: str) -> str | None:
    """The name that stands there, its sex left out; None where the spaces may divide several Chinese names."""
    tidy = _SEX.sub("", _POINT.sub("·", normalise(text)))
    if not _CHINESE_WORDS.fullmatch(tidy):
        return person_name(tidy)
    joined = join_name(tidy)
    return None if " " in joined else joined


def join_name(text: str) -> str:
    """A Chinese name at the beginning in one piece: 张 伟, 张 三丰, 欧 阳 修, 欧阳 修; what follows stays."""
    words = normalise(text).split(" ")
    if len(words) > 1 and _is_surname(words[0]) and re.fullmatch(rf"{_CHINESE}{{1,2}}", words[1]):
        words[:2] = [words[0] + words[1]]
        while len(words) > 1 and len(words[0]) < 4 and re.fullmatch(_CHINESE, words[1]):
            words[:2] = [words[0] + words[1]]
    return " ".join(words)


def _is_surname(word: str) -> bool:
    return bool(re.fullmatch(_CHINESE, word)) or word in _DOUBLE_SURNAMES


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
