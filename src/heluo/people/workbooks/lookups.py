"""What cells of people's workbooks refer to, each found by its key, many at once. Higher floors use these too."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heluo.base.exchange.sheets import Lookup
from heluo.industries.models import Industry
from heluo.people.models import Household, Organisation, Specialist, Team
from heluo.places.models import Place

# Encrypted columns cost a decryption each, outlines are long: who only refers needs neither.
_HIDDEN = ("contact_name", "contact_phone")


def _places(keys: Collection[str]) -> dict[str, Any]:
    return {place.code: place for place in Place.objects.filter(code__in=keys).defer("outline")}


def _near_places(code: str) -> Iterable[str]:
    """The unit that the code's beginning names: a wrong village of a right town is a common slip."""
    for length in (9, 6):
        above = Place.objects.filter(code=code[:length]).first() if len(code) > length else None
        if above is not None:
            example = Place.objects.filter(parent=above).order_by("code").first()
            if example is not None:
                yield f"{example.code} {example.path}"


def _industries(keys: Collection[str]) -> dict[str, Any]:
    """By code, or by name in either language; of several of one name the narrowest."""
    named = Q(code__in=keys) | Q(name_zh__in=keys) | Q(name_en__in=keys)
    rows = sorted(Industry.objects.filter(named), key=lambda industry: len(industry.code))
    by_name = {name: industry for industry in rows for name in (industry.name_zh, industry.name_en)}
    return by_name | {industry.code: industry for industry in rows}


def _near_industries(code: str) -> Iterable[str]:
    for length in range(len(code) - 1, 0, -1):
        industry = Industry.objects.filter(code=code[:length]).first()
        if industry is not None:
            yield f"{industry.code} {industry.name}"


def _organisations(keys: Collection[str]) -> dict[str, Any]:
    rows = Organisation.objects.filter(source_number__in=keys).defer(*_HIDDEN)
    return {row.source_number: row for row in rows}


def _specialists(keys: Collection[str]) -> dict[str, Any]:
    return {row.number: row for row in Specialist.objects.filter(number__in=keys).defer("phone")}


def _teams(keys: Collection[str]) -> dict[str, Any]:
    return {row.number: row for row in Team.objects.filter(number__in=keys)}


def _households(keys: Collection[str]) -> dict[str, Any]:
    rows = Household.objects.filter(source_number__in=keys).select_related("place")
    rows = rows.defer("head_name", "phone", "id_number", "place__outline")
    return {row.source_number: row for row in rows}


PLACE = Lookup("place", _places, _("There is no place with the code “%(key)s”."), _near_places)
INDUSTRY = Lookup("industry", _industries, _("There is no industry with the code or name “%(key)s”."), _near_industries)
ORGANISATION = Lookup("organisation", _organisations, _("There is no organisation with the number “%(key)s”."))
# One in whose name something is asked; to name it as an employer or a host is anybody's.
ASKING_ORGANISATION = replace(ORGANISATION, act="organisations.name_in_workbook")
SPECIALIST = Lookup("specialist", _specialists, _("There is no specialist with the number “%(key)s”."))
TEAM = Lookup("team", _teams, _("There is no service team with the number “%(key)s”."))
HOUSEHOLD = Lookup(
    "household",
    _households,
    _("There is no household with the number “%(key)s”."),
    act="households.name_in_workbook",
)
