"""Text at the edge, canonical JSON, personal data at rest, identifiers, the clock."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone as django_timezone
from hypothesis import given
from hypothesis import strategies as st

from heluo.base import clock, crypto
from heluo.base.canonical import canonical_json
from heluo.base.ids import uuid7
from heluo.base.text import clean_prose, normalise, refuse_control_characters

SHANGHAI = timezone(timedelta(hours=8))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("　张 　三　", "张 三"),
        ("１３８００００１２３４", "13800001234"),
        ("ＬＹ－２０２６", "LY-2026"),
        ("一\r\n二\r三", "一\n二\n三"),
        ("", ""),
    ],
)
def test_names_and_numbers_are_normalised(typed, kept):
    assert normalise(typed) == kept


@given(st.text())
def test_normalising_twice_changes_nothing_more(text):
    assert normalise(normalise(text)) == normalise(text)


def test_prose_keeps_its_punctuation():
    assert clean_prose("　猕猴桃（红阳）溃疡病，怎么治？ \r\n") == "猕猴桃（红阳）溃疡病，怎么治？"


@pytest.mark.parametrize("bad", ["\x00", "\x1b", "\x7f", "\u202e", "\u2066", "\ud800", "\uffff"])
def test_characters_that_mislead_are_refused(bad):
    with pytest.raises(ValidationError):
        refuse_control_characters(f"张{bad}三")


@pytest.mark.parametrize("good", ["张三", "a\tb\nc", "𠮷", "👍"])
def test_ordinary_characters_are_not(good):
    refuse_control_characters(good)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": "嵩县"}, '{"a":"嵩县","b":1}'),
        (datetime(2026, 3, 5, 8, tzinfo=SHANGHAI), '"2026-03-05T00:00:00.000000Z"'),
        (date(2026, 3, 5), '"2026-03-05"'),
        (Decimal("1.50"), '"1.5"'),
        (Decimal("0.00"), '"0"'),
        (Decimal("1E+3"), '"1000"'),
        (0.1, '"0.1"'),
        (uuid.UUID(int=1), '"00000000-0000-0000-0000-000000000001"'),
        (b"\x01\xff", '"01ff"'),
        ([None, True, (1, "x")], '[null,true,[1,"x"]]'),
    ],
)
def test_canonical_text(value, text):
    assert canonical_json(value) == text


def test_what_has_no_canonical_form_is_refused():
    with pytest.raises(TypeError, match="object has no canonical form"):
        canonical_json({"a": object()})


@given(st.text(max_size=200))
def test_encrypted_text_comes_back(text):
    text = text.encode("utf-8", "ignore").decode()
    assert crypto.decrypt(crypto.encrypt(text)) == text


def test_the_same_text_is_never_encrypted_alike():
    assert crypto.encrypt("13800001234") != crypto.encrypt("13800001234")
    assert b"13800001234" not in crypto.encrypt("13800001234")


def test_altered_or_foreign_data_is_refused(db, own_keys, settings, tmp_path):
    token = crypto.encrypt("13800001234")
    with pytest.raises(ValueError, match="can't be read"):
        crypto.decrypt(token[:-4] + b"AAA=")
    settings.KEYS_DIR = tmp_path / "other"
    with pytest.raises(ValueError, match="can't be read"):
        crypto.decrypt(token)


def test_a_hash_finds_again_within_its_purpose():
    found = crypto.keyed_hash("13800001234", purpose="phone")
    assert found == crypto.keyed_hash("13800001234", purpose="phone")
    assert found != crypto.keyed_hash("13800001234", purpose="name")
    assert crypto.keyed_hash("", purpose="phone") == ""


@pytest.mark.parametrize(
    ("text", "head", "tail", "shown"),
    [
        ("13800001234", 3, 4, "138****1234"),
        ("张三", 1, 0, "张*"),
        ("欧阳修远", 1, 0, "欧***"),
        ("12", 3, 4, "1*"),
        ("", 1, 0, ""),
    ],
)
def test_masking(text, head, tail, shown):
    assert crypto.mask(text, head=head, tail=tail) == shown


def test_identifiers_sort_by_their_time():
    made = [uuid7() for _number in range(50)]
    assert all(one.version == 7 and one.variant == uuid.RFC_4122 for one in made)
    assert [one.int >> 80 for one in made] == sorted(one.int >> 80 for one in made)
    assert len(set(made)) == 50


def test_the_clock_can_be_set_and_goes_on_afterwards():
    moment = datetime(2020, 11, 5, 20, tzinfo=UTC)
    with clock.at(moment):
        assert clock.now() == moment
        # In Luoyang it is the next day already.
        assert clock.today() == date(2020, 11, 6)
        with clock.at(moment + timedelta(days=1)):
            assert clock.now() != moment
        assert clock.now() == moment
    assert abs(clock.now() - django_timezone.now()) < timedelta(seconds=5)


def test_the_clock_takes_no_naive_time():
    with pytest.raises(ValueError, match="aware"), clock.at(datetime(2020, 1, 1)):
        pass


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("１４：３０", "14:30"),
        ("ＡＢＣ，１２", "ABC,12"),
        ("请来讲讲，最好周末（二组）", "请来讲讲，最好周末（二组）"),
        ("2025年3月5日，１４：３０", "2025年3月5日，14:30"),
        ("面积（亩）", "面积（亩）"),
    ],
)
def test_chinese_marks_stay_and_wide_digits_go(written, kept):
    assert normalise(written) == kept
