"""The small things that every engine shares."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from heluo.enginekit import NO_STOP, CancelFlag, Either, Text, TimeLimit
from heluo.enginekit.svg import Picture
from heluo.enginekit.text import joined
from heluo.enginekit.units import UNITS, unit_of


def test_stops():
    flag = CancelFlag()
    either = Either(NO_STOP, flag, TimeLimit(3600))
    assert not either()
    flag.cancel()
    assert either()
    assert TimeLimit(0)()


@pytest.mark.parametrize("seconds", [-1.0, float("nan")])
def test_a_time_limit_is_a_time(seconds: float):
    with pytest.raises(ValueError, match="zero or more seconds"):
        TimeLimit(seconds)


def test_text_speaks_both_languages():
    text = joined([Text("远", "far"), Text("满", "full")])
    assert (str(text), text.said_in("zh-hans"), text.said_in("en-gb")) == ("远；满", "远；满", "far; full")


def test_a_picture_escapes_everything():
    evil = '"><script>alert(1)</script>\x00&'
    picture = Picture(100, 50, Text(evil, evil), Text(evil, evil))
    picture.text(1, 2, evil, fill=evil)
    picture.circle(1.23456, 2, 3, title=evil)
    root = ElementTree.fromstring(picture.svg())
    assert "script" not in {element.tag.rpartition("}")[2] for element in root.iter()}
    assert root.find("{*}circle").get("cx") == "1.23"


def test_a_picture_has_no_infinite_numbers():
    with pytest.raises(ValueError, match="infinite"):
        Picture(1, 1, Text("", ""), Text("", "")).circle(float("nan"), 0, 1)


def test_a_name_carries_its_unit():
    assert unit_of("max_distance_km").symbol == "km"
    assert unit_of("days") is None
    assert unit_of("distance") is None
    assert len({unit.suffix for unit in UNITS}) == len(UNITS)
