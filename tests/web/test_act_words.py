"""Every act that is written into the ledger has words in both languages."""

from __future__ import annotations

import re

import pytest
from django.utils import translation

from heluo.base import lifecycle, rules
from heluo.web import act_words
from tests.sites import ROOT

_WRITTEN = re.compile(
    r'\bwriting(?:_many)?\(\s*[^,()]+(?:\([^()]*\))?,\s*"([a-z_]+\.[a-z_]+)"|\baction="([a-z_]+\.[a-z_]+)"'
)


def written() -> list[str]:
    """The acts that stand in the sources, and every move of a lifecycle."""
    sources = (path.read_text("utf-8") for path in (ROOT / "src" / "heluo").rglob("*.py"))
    named = {one or other for source in sources for one, other in _WRITTEN.findall(source)}
    return sorted(named | {act for act in rules.acts() if lifecycle.act_label(act)})


@pytest.mark.parametrize("act", written())
def test_an_act_has_words(act):
    with translation.override("zh-hans"):
        assert not re.search("[A-Za-z]", str(act_words.in_words(act)))
    with translation.override("en"):
        assert re.fullmatch(r"[A-Z][\w -]+: [A-Z][\w -]+", str(act_words.in_words(act)))


def test_nearly_all_acts_were_found():
    assert len(written()) > 70
