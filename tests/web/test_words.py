"""What the pages of the test world say, in both languages: no word of the other one, no code, no stop twice.

What people wrote, and what things are called, is known from the database and taken out first: data stay as they are.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse

from heluo.base.fields import EncryptedText
from heluo.enginekit import discover
from heluo.figures.indicator import all_indicators
from heluo.people.models import User
from tests.web.addresses import addresses
from tests.web.outcomes import TABLE, key_of
from tests.web.world import World

# Those whose pages show most, and everybody's.
READERS = ("visitor", "county", "informant", "specialist", "auditor", "admin", "requester")
# What a need or service says depends on how far it is.
THINGS = {
    "need": ("draft", "published", "declined", "offered", "half_filled", "assigned", "served"),
    "service": ("service", "confirmed_service", "drafted_service"),
}
# What is no page: data, pictures, documents.
_NO_PAGE = re.compile(
    r"api|alive|ledger-proof|imports:(template|marked)|runs:(picture|problem|plan)$"
    r"|needs:(photo|evidence|my-year-word)|.*-(workbook|document)$"
)
PAGES = [
    name
    for (name, method), row in TABLE.items()
    if method == "GET" and "200" in row.values() and not _NO_PAGE.match(name)
]

# No words: marks in which programs, formulas and notation are written, addresses, the ends of public ids.
_UNREAD = re.compile(
    r"<(script|style|code|pre)\b.*?</\1>|(?<=mono\">)[^<]*|(?<=mono small\">)[^<]*|https?://[^\s<\"]+|…[0-9a-f]{8}\b|\b\w+\.(?:json|xlsx)\b",
    re.S,
)
_SAID_BY = re.compile(r"""<[^>]*?\b(?:alt|title|placeholder|aria-label|data-label)="([^"]*)"[^>]*>|<[^>]*>""")
_STOPS_TWICE = re.compile(r"[。．.，；：！？]\s?[。．]|。\s?[，；：！？]|(?<![.…])\.\.(?![.])|[,;:]\.(?!\w)")
_ONE_OF_MANY = re.compile(
    r"(?<![\w.,:–-])1 (?:people|(?:household|attendance|need|day|entrie|row|service|photo|trie)s)\b"
)
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
_ENGLISH = re.compile(r"(?<![\w./:-])[A-Za-z][A-Za-z_.]+[A-Za-z](?![\w/-])")
# Names of formats, protocols, and programs; what one types into a terminal.
_KEPT_IN_CHINESE = {
    "Apache", "English", "Excel", "GCJ", "GeoJSON", "JPEG", "JSON", "LYS", "PDF", "PNG", "QR", "REST", "RFC", "SHA",
    "SMS", "SVG", "UTF", "WebP", "Word", "xlsx", "heluo", "ledger", "verify", "zhangying",
}  # fmt: skip
# The other language, columns of workbooks, and terms that English has one word for where Chinese has two.
_KEPT_IN_ENGLISH = {"中文", "简体中文", "姓名", "电话", "人次", "人数", "元"}


class Reader:
    """Reads the pages of one world as anybody, without the world's data."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._data = words_of_the_rows()

    def reads(self, path: str, who: str, language: str) -> str | None:
        """What this one reads there; nothing where he may not look."""
        client = self.world.client(*key_of(who))
        client.cookies["django_language"] = language
        answer = client.get(path, headers={"accept-language": language})
        if answer.status_code != 200:
            return None
        assert answer.headers["Content-Type"].startswith("text/html")
        return self._data.sub("◦", said_on(answer.content.decode()))

    def faults(self, path: str, language: str, people: Iterable[str] = READERS) -> list[str]:
        """What is wrong in the page as each of them reads it. Somebody must have read it."""
        pages = [page for who in people if (page := self.reads(path, who, language)) is not None]
        assert pages, f"nobody could read {path}"
        return sorted({fault for page in pages for fault in faults_in(page, language)})


@pytest.fixture(scope="module")
def reader(world: World) -> Reader:
    return Reader(world)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_page_speaks_one_language_and_no_codes(reader: Reader, name: str, language: str):
    row = TABLE[name, "GET"]
    people = [who for who in READERS if row[who] == "200"] or [who for who in row if row[who] == "200"][:1]
    assert reader.faults(addresses()[name].path(reader.world), language, people) == []


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize(("kind", "thing"), [(kind, thing) for kind, things in THINGS.items() for thing in things])
def test_so_does_each_stage_of_a_need_and_a_service(reader: Reader, kind: str, thing: str, language: str):
    path = reverse(f"needs:{kind}", args=[getattr(reader.world, thing).public_id])
    assert reader.faults(path, language) == []


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("slug", sorted(all_indicators()))
def test_so_does_each_figure(reader: Reader, slug: str, language: str):
    assert reader.faults(reverse("figures:figure", args=[slug]), language, ["auditor"]) == []


@pytest.mark.parametrize(
    "line", ["谢谢。。", "已办结。，另", "请稍候. 。", "为什么？。", "Thank you..", "Why:.", "See below;.", "编号．。"]
)
def test_a_sentence_that_stops_twice_is_seen(line: str):
    assert next(faults_in(line, "en")).startswith("stops twice")


@pytest.mark.parametrize(
    "line", ["洛宁县。共 3 件。", "Wait…", "and so on...", "1.5 km, or so.", "files: .json", "“好。”"]
)
def test_a_sentence_that_stops_once_is_not(line: str):
    assert not _STOPS_TWICE.search(line)


def said_on(page: str) -> str:
    """What is read on a page, each piece on a line of its own."""
    return html.unescape(_SAID_BY.sub(lambda found: f"\n{found[1] or ''}\n", _UNREAD.sub("\n", page)))


def words_of_the_rows() -> re.Pattern[str]:
    """All words of the rows that there are, the longest first. Sentences that engines made are no data."""
    found: set[str] = set()
    for model in apps.get_models():
        if model.__module__.startswith("heluo."):
            names = [field.attname for field in model._meta.concrete_fields if _holds_words(field)]
            for row in model._default_manager.all():
                found |= {word for name in names if _is_datum(word := str(getattr(row, name) or "").strip())}
    found |= set(User.objects.values_list("username", flat=True))
    found |= {source for engine in discover().values() for source in engine.sources}
    found |= {f"{name[0]}**" for name in found if len(name) in (2, 3)} | {"洛宁", "元"}
    words = {line.strip() for word in found for line in (word, *re.split(r"[、\n]", word))}
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True) if len(word) > 1))


def _holds_words(field: models.Field) -> bool:
    return isinstance(field, models.CharField | models.TextField | EncryptedText) and not field.choices


def _is_datum(word: str) -> bool:
    """What has no Chinese character and no digit is a code, which a page has words for."""
    return bool(_CHINESE.search(word) or re.search(r"\d", word))


def faults_in(text: str, language: str) -> Iterator[str]:
    for line in filter(None, map(str.strip, text.splitlines())):
        if found := _STOPS_TWICE.search(line):
            yield f"stops twice: {line[max(0, found.start() - 20) : found.end() + 5]}"
        if language == "en":
            if found := _ONE_OF_MANY.search(line):
                yield f"counts one as many: {found[0]}"
            for word in set(_CHINESE.findall(line)) - _KEPT_IN_ENGLISH:
                yield f"Chinese: {word} in {line[:80]}"
        else:
            for word in set(_ENGLISH.findall(line)) - _KEPT_IN_CHINESE:
                yield f"English: {word} in {line[:80]}"
