"""Credit codes, identity numbers, telephone numbers: what is right passes, one wrong character never does."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heluo.people import credit_code, id_number, telephone

TODAY = date(2020, 11, 28)
bodies = st.from_regex(r"\A[159AY][1239][0-9]{6}[0-9ABCDEFGHJKLMNPQRTUWXY]{9}\Z")
birthdays = st.dates(date(1900, 1, 1), TODAY)


def test_published_examples():
    """The example of GB 32100-2015, and the one of GB 11643-1999."""
    assert credit_code.fault("91350100M000100Y43") is None
    assert id_number.fault("11010519491231002X", today=TODAY) is None


@given(bodies)
def test_a_checked_code_passes(body):
    assert credit_code.fault(body + credit_code.check_character(body)) is None


@given(bodies, st.integers(0, 17), st.sampled_from(credit_code.ALPHABET))
def test_one_wrong_character_is_found(body, position, character):
    code = body + credit_code.check_character(body)
    wrong = code[:position] + character + code[position + 1 :]
    assert (credit_code.fault(wrong) is None) == (wrong == code)


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("91350100M000100Y4", "17"),
        ("91350100MO00100Y43", "10"),
        ("91350100M000100Y4é", "18"),
        ("9135010XM000100Y43", "3"),
        ("91350100M000100Y44", "3"),
    ],
)
def test_the_sentence_names_the_place(code, told):
    assert told in str(credit_code.fault(code))


def test_full_width_and_spaces_are_tidied():
    assert credit_code.tidy(" ９１３５０１００ M000100y43 ") == "91350100M000100Y43"
    assert id_number.tidy("11010519491231002ｘ") == "11010519491231002X"


@given(birthdays, st.integers(0, 999), st.integers(0, 17), st.sampled_from("0123456789X"))
def test_one_wrong_digit_of_an_identity_number_is_found(born, sequence, position, digit):
    body = f"410328{born:%Y%m%d}{sequence:03d}"
    number = body + id_number.check_character(body)
    wrong = number[:position] + digit + number[position + 1 :]
    assert (id_number.fault(wrong, today=TODAY) is None) == (wrong == number)


@pytest.mark.parametrize(
    "number", ["", "4103281990", "41032819900230001X", "41032820991231001X", "４１０３２８一九九〇"]
)
def test_wrong_identity_numbers(number):
    assert id_number.fault(id_number.tidy(number), today=TODAY)


@given(st.text(max_size=30))
def test_nothing_typed_breaks_the_checks(text):
    credit_code.fault(credit_code.tidy(text))
    id_number.fault(id_number.tidy(text), today=TODAY)
    telephone.fault(telephone.tidy(text))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("+86 138-0000-1234", "13800001234"),
        ("１３８００００１２３４", "13800001234"),
        ("(0379) 6391 0000", "0379-63910000"),
        ("0379－63910000转8", "0379-63910000转8"),
        ("12396", "12396"),
        ("6391 0000", "63910000"),
        ("400 123 4567", "4001234567"),
    ],
)
def test_telephone_numbers(typed, kept):
    assert telephone.tidy(typed) == kept
    assert telephone.fault(kept) is None
    assert telephone.tidy(kept) == kept


@pytest.mark.parametrize(
    "typed", ["1380000123", "13800001", "138000012345", "一三八", "0379", "12345678901234567890", "x"]
)
def test_no_telephone_numbers(typed):
    assert telephone.fault(telephone.tidy(typed))


@given(birthdays, st.integers(0, 999), st.sampled_from("0123456789Xx"), st.sampled_from(["", " ", "-"]))
def test_an_identity_number_in_a_text_is_masked_however_it_is_written(born, sequence, last, between):
    number = between.join(["410328", f"{born:%Y%m%d}", f"{sequence:03d}{last}"])
    masked = id_number.masked_in(f"我叫李四，身份证{number}，来看看", today=TODAY)
    assert masked == f"我叫李四，身份证****{f'{sequence:03d}{last}'}，来看看"


@pytest.mark.parametrize("text", ["每亩 410328199613011234 株", "LY410328196001011234", "91410328196001011234"])
def test_a_number_with_no_birthday_in_it_or_within_a_longer_one_is_none(text):
    assert id_number.masked_in(text, today=TODAY) == text
