"""Forms of every page, asked for in English, say nothing in Chinese: labels, help, and what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.forms import BaseForm

from tests.web.addresses import addresses
from tests.web.outcomes import key_of
from tests.web.test_permissions import TABLE
from tests.web.world import World, undone

# The mark 、 is itself spoken of: names may be joined by it.
CHINESE = re.compile(r"[一-鿿，。：；]")
ENGLISH = {"accept-language": "en"}


def readers() -> Iterator[tuple[str, str]]:
    """Each address with the first one who gets a page there."""
    for name, method in TABLE:
        who = next((who for who, got in TABLE[name, "GET"].items() if got == "200"), "") if method == "GET" else ""
        if who and not name.startswith("api"):
            yield name, who


@pytest.mark.parametrize(("name", "who"), list(readers()))
def test_forms_are_english(world: World, name: str, who: str):
    client = world.client(*key_of(who))
    path = addresses()[name].path(world)
    with undone():
        answers = [client.get(path, headers=ENGLISH)]
        if (name, "POST") in TABLE and forms_in(answers[0]):
            answers.append(client.post(path, {}, headers=ENGLISH))
    said = [sentence for answer in answers for form in forms_in(answer) for sentence in sentences(form)]
    assert [sentence for sentence in said if CHINESE.search(sentence)] == []


def forms_in(answer: Any) -> list[BaseForm]:
    contexts = answer.context or []
    found = [value for context in contexts for layer in context for value in getattr(layer, "values", list)()]
    return [value for value in found if isinstance(value, BaseForm)]


def sentences(form: BaseForm) -> Iterator[str]:
    for field in form.fields.values():
        yield from (str(field.label or ""), str(field.help_text))
    for wrong in form.errors.values():
        yield from map(str, wrong)
