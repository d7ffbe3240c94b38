"""The translations: every string of every app has its Chinese, nothing else is kept, and one string has one Chinese.

The strings are read from the sources themselves, so that no gettext need be installed.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

import heluo

ROOT = Path(heluo.__file__).parent
CATALOGUES = {path.parents[3].name: path for path in sorted(ROOT.glob("*/locale/zh_Hans/LC_MESSAGES/django.po"))}

# A string as gettext knows it: its context, where it has one, and the msgid (of a plural the singular).
Name = tuple[str | None, str]
# Function → whether its first argument is a context.
FUNCTIONS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"), False),
    **dict.fromkeys(("pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"), True),
}
_LITERAL = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_CALL = re.compile(rf"\b({'|'.join(FUNCTIONS)})\(\s*({_LITERAL})(?:\s*,\s*({_LITERAL}))?")


def in_python(source: str) -> Iterator[Name]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FUNCTIONS:
            literals = [one.value for one in node.args if isinstance(one, ast.Constant)]
            if literals:
                yield (literals[0], literals[1]) if FUNCTIONS[node.func.id] else (None, literals[0])


def in_template(source: str) -> Iterator[Name]:
    for function, first, second in _CALL.findall(templatize(source)):
        yield (_read(first), _read(second)) if FUNCTIONS[function] else (None, _read(first))


def _read(literal: str) -> str:
    return ast.literal_eval(literal.removeprefix("u"))


@cache
def used_in(app: str) -> frozenset[Name]:
    """What stands in an app's sources."""
    found: set[Name] = set()
    for path in (ROOT / app).rglob("*"):
        if path.suffix == ".py":
            found.update(in_python(path.read_text("utf-8")))
        elif path.suffix in (".html", ".txt"):
            found.update(in_template(path.read_text("utf-8")))
    return frozenset(found)


@cache
def translated_in(app: str) -> dict[Name, Message]:
    with CATALOGUES[app].open("rb") as file:
        return {_name(message): message for message in read_po(file) if message.id}


def _name(message: Message) -> Name:
    return message.context, message.id if isinstance(message.id, str) else message.id[0]


@pytest.mark.parametrize("app", CATALOGUES)
def test_every_string_has_its_chinese_and_nothing_else_has(app: str):
    missing = sorted(used_in(app) - translated_in(app).keys(), key=str)
    unused = sorted(translated_in(app).keys() - used_in(app), key=str)
    assert (missing, unused) == ([], [])


@pytest.mark.parametrize("app", CATALOGUES)
def test_no_entry_is_empty_doubtful_or_left_over(app: str):
    for message in translated_in(app).values():
        texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
        assert all(texts), message.id
        assert not message.fuzzy, message.id
    assert "\n#~ " not in CATALOGUES[app].read_text("utf-8")


def test_a_room_without_a_catalogue_borrows_all_its_strings():
    rooms = {path.name for path in ROOT.iterdir() if path.is_dir()} - CATALOGUES.keys()
    known = {name for app in CATALOGUES for name in translated_in(app)}
    assert {name for room in rooms for name in used_in(room)} <= known


def test_one_string_has_one_chinese():
    """The catalogues of all apps are read as one: of two translations one would win everywhere."""
    by_string: dict[Name, set[str]] = defaultdict(set)
    for app in CATALOGUES:
        for name, message in translated_in(app).items():
            by_string[name].add(str(message.string))
    assert {name: texts for name, texts in by_string.items() if len(texts) > 1} == {}
