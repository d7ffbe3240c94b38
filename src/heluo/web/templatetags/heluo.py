"""The tags that every page draws with; docs/design-language.md shows each in use.

Any room's templates may load this library: templates are not Python imports, and the tags take plain values.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField, CheckboxInput, CheckboxSelectMultiple, PasswordInput, RadioSelect
from django.http import QueryDict
from django.template.context import Context
from django.utils import timezone
from django.utils.translation import gettext as _

from heluo.people.public_text import public_text
from heluo.web import act_words
from heluo.web.components import bars, county_map, words

register = template.Library()
PARTS = "heluo/parts/"


@register.inclusion_tag(PARTS + "grade_bar.html")
def grade_bar(checked: float = 0, confirmed: float = 0, claimed: float = 0) -> dict[str, Any]:
    """The three grades of evidence as a bar and in words; takes counts (of rows) or shares."""
    counts = [checked or 0, confirmed or 0, claimed or 0]
    named = list(zip(words.GRADES, bars.shares(counts), strict=True))
    return {
        "empty": sum(counts) <= 0,
        "segments": bars.segments(named, 100),
        "words": [(words.GRADES[grade], share) for grade, share in named],
    }


@register.inclusion_tag(PARTS + "figure.html")
def figure(
    label: str,
    value: float | str,
    unit: str = "",
    checked: float = 0,
    confirmed: float = 0,
    claimed: float = 0,
    href: str = "",
    note: str = "",
    more: bool = False,
) -> dict[str, Any]:
    """A published number: what it is, how many, of what, how well attested; it opens into its rows.

    `more` is for "strictly more than", shown with >. Give the counts of the three grades, or none of them.
    """
    graded = grade_bar(checked, confirmed, claimed) if checked or confirmed or claimed else None
    return {
        "label": label, "value": value, "unit": unit, "href": href, "note": note, "more": more, "graded": graded
    }  # fmt: skip


@register.inclusion_tag(PARTS + "score.html")
def score_parts(parts: Iterable[Sequence[Any]], whole: float = 100) -> dict[str, Any]:
    """A score of at most `whole` points: the total, its parts as one bar whose full length is the whole, and in words.
    `parts` are (name, points), in the order of the engine."""
    named = [(str(name), float(points)) for name, points in parts]
    total = sum(points for _name, points in named)
    laid = bars.segments(named, max(whole, total))
    return {
        "total": f"{total:.0f}",
        "whole": f"{whole:.0f}",
        "segments": [(index % bars.PART_COLOURS + 1, segment) for index, segment in enumerate(laid)],
        "words": [(name, f"{points:.0f}") for name, points in named],
    }


@register.inclusion_tag(PARTS + "place_path.html")
def place_path(place: Any, href: str = "") -> dict[str, Any]:
    """洛宁县 › 赵村镇 › 张营村, from a place or from a list of names."""
    names = place if isinstance(place, list | tuple) else getattr(place, "path_names", None) or ()
    return {"names": [str(name) for name in names] or [str(place or "")], "href": href}


@register.inclusion_tag(PARTS + "tag.html")
def tag_deadline(days_left: int | None, soon: int = words.SOON_DAYS) -> dict[str, Any]:
    """How many days are left (negative: late by so many); None draws nothing."""
    return {"tag": None if days_left is None else words.deadline_tag(int(days_left), soon)}


@register.inclusion_tag(PARTS + "tag.html")
def state_tag(thing: Any, label: str = "") -> dict[str, Any]:
    """A thing's state in words and tone: `{% state_tag need %}`, or `{% state_tag "closed" "Closed" %}`."""
    if isinstance(thing, str):
        return {"tag": words.state_tag(thing, label or thing)}
    return {"tag": words.state_tag(thing.state, label or thing.get_state_display())}


@register.inclusion_tag(PARTS + "masked.html")
def masked(value: str | None) -> dict[str, Any]:
    """A telephone number, identity number or name of a person served, with its middle hidden."""
    return {"value": words.masked(str(value or ""))}


@register.filter
def public(text: Any) -> str:
    """What somebody wrote for everybody to read, without the telephone and identity numbers that stand in it."""
    return public_text(str(text))


@register.filter
def number(value: Any) -> str:
    """18000 → 18,000."""
    return words.number(value)


@register.inclusion_tag(PARTS + "story.html")
def story(entries: Iterable[Any]) -> dict[str, Any]:
    """Dated points, newest first. Each entry: `when`, `text`; may have `note`, `quote`, `href`, `bad`.

    `bad` is True or better the word itself ("不满意"): red never speaks alone. Where the text says it, it is not said
    twice. Of several points of one day each says its hour.
    """
    points = [_point(entry) for entry in entries]
    days = Counter(_day_of(point["when"]) for point in points)
    for point in points:
        point["has_hour"] = days[_day_of(point["when"])] > 1 and _has_hour(point["when"])
    return {"entries": points}


def _point(entry: Any) -> dict[str, Any]:
    get = entry.get if isinstance(entry, Mapping) else lambda name, default=None: getattr(entry, name, default)
    point = {name: get(name, None) for name in ("when", "text", "note", "quote", "href", "bad")}
    word = words.ALARMING if point["bad"] is True else point["bad"]
    point["word"] = "" if word and str(word).lower() in str(point["text"]).lower() else word
    return point


def _day_of(when: Any) -> Any:
    return _here(when).date() if isinstance(when, datetime) else when


def _has_hour(when: Any) -> bool:
    """A workbook gives the day alone, which is kept as its midnight."""
    return isinstance(when, datetime) and _here(when).time() != time.min


def _here(when: datetime) -> datetime:
    return timezone.localtime(when) if timezone.is_aware(when) else when


@register.inclusion_tag(PARTS + "field.html")
def field(bound_field: BoundField, optional: bool = True) -> dict[str, Any]:
    """One field: label, widget, help and errors, tied together for screen readers. Radio and multiple choices
    become chips; `optional=False` leaves out the words "may be left empty"."""
    widget = bound_field.field.widget
    kind = "widget"
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        kind = "chips"
    elif isinstance(widget, CheckboxInput):
        kind = "check"
    marked = optional and not bound_field.field.required and kind != "check"
    return {"field": bound_field, "kind": kind, "optional": marked}


@register.inclusion_tag(PARTS + "error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """What is wrong, at the top of a form, each sentence a link to its field."""
    wrong = [bound for bound in form if bound.errors]
    lost = [str(bound.label) for bound in form if _is_lost(form, bound)]
    return {"form": form, "wrong": wrong, "lost": lost, "count": len(wrong) + len(form.non_field_errors())}


def _is_lost(form: BaseForm, bound: BoundField) -> bool:
    """Whether something was given here that no page can give back: a file, or a password."""
    widget = bound.field.widget
    if widget.needs_multipart_form:
        return bool(form.files.get(bound.html_name))
    return isinstance(widget, PasswordInput) and bool(form.data.get(bound.html_name))


@register.inclusion_tag(PARTS + "fields.html")
def fields(form: BaseForm) -> dict[str, Any]:
    """The error summary, the hidden fields, then every visible field in its order."""
    return {"form": form}


@register.inclusion_tag(PARTS + "pager.html", takes_context=True)
def pager(context: Context, page: Page, form: str = "") -> dict[str, Any]:
    """Older and newer, keeping the rest of the query string; nothing when all fits on one page.

    `form`: the id of a form that is posted, for what the list is narrowed to must not stand in an address.
    """
    query: QueryDict = context["request"].GET.copy()

    def link(number: int) -> str:
        query["page"] = str(number)
        return "?" + query.urlencode()

    return {
        "page": page,
        "form": form,
        "previous": link(page.previous_page_number()) if page.has_previous() else "",
        "next": link(page.next_page_number()) if page.has_next() else "",
    }


@register.inclusion_tag(PARTS + "empty.html")
def empty(text: str, href: str = "", action: str = "") -> dict[str, Any]:
    """Nothing here yet: say so, and what to do next."""
    return {"text": text, "href": href, "action": action or _("Begin here")}


@register.inclusion_tag(PARTS + "steps.html")
def steps(labels: Sequence[str], current: int = 1) -> dict[str, Any]:
    """Where one is in a few steps; `current` counts from 1."""
    return {"steps": [(label, number < current, number == current) for number, label in enumerate(labels, 1)]}


@register.inclusion_tag(PARTS + "county_map.html", name="county_map")
def draw_county_map(
    features: Iterable[Mapping[str, Any]],
    values: Mapping[str, float],
    hrefs: Mapping[str, str] | None = None,
    title: str = "",
    unit: str = "",
) -> dict[str, Any]:
    """Counties with circles by value. `features`: GeoJSON features; `values`, `hrefs`: by county code."""
    drawing = county_map.draw(features, values, hrefs or {})
    return {"drawing": drawing, "title": title or _("Map of the counties"), "unit": unit}


@register.filter
def act_in_words(code: str) -> Any:
    """`{{ entry.action|act_in_words }}`: “Need: Publish”."""
    return act_words.said(code)


@register.filter
def short_id(public_id: str) -> str:
    """`{{ entry.subject_id|short_id }}`: …3f2a9c1e, the end of a public id, which tells it from others."""
    return f"…{public_id[-8:]}" if len(public_id) > 12 else public_id
