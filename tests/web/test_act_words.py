"""Every act that is written into the ledger has words in both languages."""

from __future__ import annotations

import re

import pytest
from django.utils import translation

from heluo.base import rules
from heluo.web import act_words

# Nothing is written without its rule: every rule is an act to be named, but for those that only open or show something.
_ONLY_ASKED = re.compile(
    r"search|(desks|imports|ledger|notices)\..*"
    r"|.*\.(answer_for_others|bring_code|browse|match|move|name_in_workbook|open_form|see_\w+|set_must_serve|submit_by_qr)"
)
# Appended to the ledger beside an act that has a rule.
_BESIDE = ["places.import_rows"]


def written() -> list[str]:
    return sorted([*_BESIDE, *(act for act in rules.acts() if not _ONLY_ASKED.fullmatch(act))])


@pytest.mark.parametrize("act", written())
def test_an_act_has_words(act):
    with translation.override("zh-hans"):
        assert not re.search("[A-Za-z]", str(act_words.in_words(act)))
    with translation.override("en"):
        assert re.fullmatch(r"[A-Z][\w -]+: [A-Z][\w -]+", str(act_words.in_words(act)))
