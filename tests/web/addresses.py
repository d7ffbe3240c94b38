"""Every address of the URL configuration, and what to ask it in a `World`: arguments, and a right form to send."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from heluo.base import clock
from heluo.enginekit import discover
from heluo.needs.bridge import assignments_of
from tests.cast import PASSWORD
from tests.web.world import World

_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Address:
    """One pattern. `name` as it is reversed; the REST interface's operations, whose names repeat, by their route."""

    name: str
    route: str

    def path(self, world: World) -> str:
        """With its parameters filled in from the world."""
        known = dict(_ARGUMENTS[self.name](world)) if _PARAMETER.search(self.route) else {}
        return "/" + _PARAMETER.sub(lambda found: str(known[found[1]]), self.route)

    def ask(self, world: World, client: Client, method: str) -> Any:
        """GET it, or POST the form that is right for it."""
        if method == "GET":
            return client.get(self.path(world))
        data = FORMS[self.name](world) if self.name in FORMS else {}
        if self.route.startswith("api/"):
            return client.post(self.path(world), json.dumps(data), content_type="application/json")
        return client.post(self.path(world), data)


@cache
def addresses() -> dict[str, Address]:
    """All of them by name, in the order of the URL configuration."""
    found = [*_walk(get_resolver(), "", "")]
    assert len({one.name for one in found}) == len(found), "two addresses of one name"
    return {one.name: one for one in found}


def _walk(resolver: URLResolver, namespace: str, prefix: str) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            name = f"{namespace}{pattern.name}"
            yield Address(route if namespace == "api:" else name, route)
        else:
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from _walk(pattern, namespace + inner, route)


def _of(thing: str) -> Any:
    return lambda world: {"public_id": getattr(world, thing).public_id}


def _dated(**parts: str) -> Any:
    return lambda world: {name: getattr(clock.today(), part) for name, part in parts.items()}


_ARGUMENTS: dict[str, Any] = {
    "notice": _of("notice"),
    "ledger-entry": lambda world: {"number": world.entry.pk},
    "ledger-proof": lambda world: {"number": world.entry.pk},
    "api/runs/<run_id>": lambda world: {"run_id": world.run.public_id},
    "imports:template": lambda world: {"name": "needs"},
    "imports:marked": _of("marked_file"),
    "imports:upload": _of("upload"),
    "imports:carry-out": _of("upload"),
    "figures:figure": lambda world: {"slug": "attendances"},
    "needs:need": _of("published"),
    "needs:edit": _of("published"),
    "needs:photo": lambda world: {
        "public_id": world.published.public_id,
        "photo_id": world.published.photos.get().public_id,
    },
    "needs:others": _of("published"),
    "needs:invite": _of("published"),
    "needs:publish": _of("draft"),
    "needs:decline": _of("draft"),
    "needs:duplicate": _of("published"),
    "needs:fewer": _of("half_filled"),
    "needs:withdraw": _of("published"),
    "needs:release": _of("assigned"),
    "needs:reopen": _of("served"),
    "needs:close": _of("served"),
    "needs:republish": _of("declined"),
    "needs:offer-accept": _of("offer"),
    "needs:offer-decline": _of("offer"),
    "needs:offer-said-yes": _of("offer_by_telephone"),
    "needs:offer-said-no": _of("offer_by_telephone"),
    "needs:offer-told": _of("offer_taken_back"),
    "needs:offer-withdraw": _of("offer"),
    "needs:services-workbook": _dated(year="year"),
    "needs:match": _of("run"),
    "needs:invite-many": _of("run"),
    "needs:need-slip": _of("assigned"),
    "needs:need-read-out": _of("assigned"),
    "needs:service": _of("service"),
    "needs:service-go-on": _of("drafted_service"),
    "needs:service-discard": _of("drafted_service"),
    "needs:service-correct": _of("service"),
    "needs:service-check": _of("confirmed_service"),
    "needs:service-dispute": _of("service"),
    "needs:service-void": _of("service"),
    "needs:service-slip": _of("service"),
    "needs:service-read-out": _of("service"),
    "needs:service-send-code": _of("service"),
    "needs:evaluate": _of("service"),
    "needs:evidence": lambda world: {
        "public_id": world.service.public_id,
        "evidence_id": world.service.evidence.get().public_id,
    },
    "needs:confirm-link": lambda world: {"token": world.code.plain.token},
    "needs:erase-household": _of("poor_household"),
    "needs:erase-person": _of("attendee"),
    "needs:calendar": _dated(year="year", month="month"),
    "needs:my-year": _dated(year="year"),
    "needs:my-year-word": _dated(year="year"),
    "needs:my-year-rows": lambda world: {"year": clock.today().year, "of": "services"},
    "needs:ask": _of("village"),
    "needs:asked": _of("village"),
    "needs:poster": _of("village"),
    "catalogue:variety": _of("variety"),
    "catalogue:technology": _of("technology"),
    "runs:engine": lambda world: {"slug": "matching"},
    "runs:run": _of("run"),
    "runs:cancel": _of("waiting_run"),
    "runs:picture": _of("run"),
    "runs:problem": _of("run"),
    "runs:plan": _of("run"),
    "people:specialist": _of("specialist"),
    "people:specialist-edit": _of("specialist"),
    "people:specialist-own": _of("specialist"),
    "people:term-new": _of("specialist"),
    "people:absence-new": _of("specialist"),
    "people:absence-withdraw": _of("absence"),
    "people:organisation": _of("cooperative"),
    "people:organisation-edit": _of("cooperative"),
    "people:group": _of("group"),
    "people:team": _of("team"),
    "people:specialist-account": _of("specialist"),
    "people:group-edit": _of("group"),
    "people:team-edit": _of("team"),
    "people:workstation-edit": _of("workstation"),
    "people:science-base-edit": _of("science_base"),
    "people:specialist-end": _of("free_specialist"),
    "people:specialist-reinstate": _of("specialist"),
    "people:group-end": _of("group"),
    "people:group-reinstate": _of("group"),
    "people:team-end": _of("team"),
    "people:team-reinstate": _of("team"),
    "people:workstation-end": _of("workstation"),
    "people:workstation-reinstate": _of("workstation"),
    "people:science-base-end": _of("science_base"),
    "people:science-base-reinstate": _of("science_base"),
    "people:household": _of("poor_household"),
    "people:household-edit": _of("poor_household"),
    "people:agreement": _of("proposed_agreement"),
    "people:agreement-edit": _of("agreement"),
    "people:agreement-document": _of("proposed_agreement"),
    "people:agreement-act": lambda world: _of("proposed_agreement")(world) | {"act": "sign_as_specialist"},
    "people:agreement-end": lambda world: _of("proposed_agreement")(world) | {"act": "withdraw"},
    "people:account": _of("clerk"),
    "people:account-edit": _of("clerk"),
    "people:account-password": _of("clerk"),
    "people:account-close": _of("clerk"),
    "people:account-reopen": _of("clerk"),
    "people:grant-end": _of("grant"),
    "places:place": _of("village"),
}


def _day(days: int = 0) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


def _wish(world: World) -> dict[str, Any]:
    return {
        "title": "花椒蚜虫防治",
        "kind": "visit",
        "industry": world.pepper.public_id,
        "contact_name": "张大爷",
        "contact_phone": "13800001234",
    }


def _published_wish(world: World) -> dict[str, Any]:
    return _wish(world) | {"place": world.village.public_id, "for_whom": "other", "urgency": "normal", "team_size": 1}


def _changed_wish(world: World) -> dict[str, Any]:
    return _wish(world) | {"title": "花椒锈病防治", "urgency": "soon", "team_size": 1}


def _service(world: World) -> dict[str, Any]:
    yesterday = clock.today() - timedelta(days=1)
    return {
        "kind": "visit",
        "title": "花椒修剪",
        "place": world.village.public_id,
        "industry": world.pepper.code,
        "day": yesterday.isoformat(),
        "starts": "08:00",
        "ends": "10:00",
        "attendees": "李二妮\n另 2 人未具名",
        "narrative": "已修剪。",
    }


def _corrected(world: World) -> dict[str, Any]:
    return _service(world) | {"reason": "时间记错了"}


def _for_the_draft(world: World) -> dict[str, Any]:
    return {"need": str(world.published.public_id), "act": "decline", "confirmed": "1"} | _NO


def _a_problem(world: World) -> dict[str, Any]:
    return discover()["matching"].problem_type.model_validate(world.run.problem).model_dump(mode="json")


def _hosted(world: World) -> dict[str, Any]:
    return {"name": "花椒站", "host": world.cooperative.credit_code, "place": world.village.code}


_NO = {"reason": "不属科技服务", "do_instead": "请找农机站"}
_WHY = {"reason": "说明原因"}
_AGREED = {"first_day": "2020-01-01", "fee": "0", "tasks": "每月到基地一次。"}

# The form that is right for each address that takes one; {} where a press of the button is all.
FORMS: dict[str, Any] = {
    "signin": lambda world: {"username": "luoning.informant", "password": PASSWORD},
    "set-language": lambda world: {"language": "en"},
    "api/engines/matching/runs": _a_problem,
    "api/engines/matching/check": lambda world: {"problem": _a_problem(world), "plan": world.run.plan},
    "needs:new": _published_wish,
    "needs:near": lambda world: {"latitude": "34.38", "longitude": "111.65"},
    "needs:requesters": lambda world: {"household_words": world.poor_household.head_name},
    "needs:edit": _changed_wish,
    "needs:invite": lambda world: {"candidate": world.specialist.public_id, "override_reason": "熟悉当地"},
    "needs:decline": lambda world: _NO,
    "needs:duplicate": lambda world: {"parent": world.offered.number},
    "needs:fewer": lambda world: {"size": 1, **_WHY},
    "needs:withdraw": lambda world: _WHY,
    "needs:release": lambda world: _WHY,
    "needs:reopen": lambda world: _WHY,
    "needs:offer-decline": lambda world: _WHY,
    "needs:offer-said-no": lambda world: _WHY,
    "needs:offer-withdraw": lambda world: _WHY,
    "needs:bulk": _for_the_draft,
    "needs:match-county": lambda world: {"place": world.county.public_id},
    "needs:invite-many": lambda world: {"pair": [one.key for one in assignments_of(world.run)], "confirmed": "yes"},
    "needs:find-households": lambda world: {"household_words": "无此人", "place": world.village.public_id},
    "needs:register": _service,
    "needs:service-go-on": _service,
    "needs:service-discard": lambda world: {},
    "needs:service-correct": _corrected,
    "needs:service-check": lambda world: {"how": "papers", "note": "看过照片"},
    "needs:service-dispute": lambda world: _WHY,
    "needs:service-void": lambda world: _WHY,
    "needs:evaluate": lambda world: {"satisfied": "yes"},
    "needs:confirm": lambda world: {
        "number": world.code.row.service.number,
        "code": world.code.plain.digits,
        "took_place": "yes",
        "for_whom": "other",
        "caller": "张大爷",
    },
    "needs:confirm-link": lambda world: {"took_place": "yes"},
    "needs:erasing": lambda world: {"phone": "13712341234"},
    "needs:erase-household": lambda world: {"reason": "asked", "name": world.poor_household.head_name},
    "needs:erase-person": lambda world: {"reason": "asked", "name": world.attendee.name},
    "needs:caller": lambda world: {"phone": "13712341234"},
    "needs:service-send-code": lambda world: {"phone": "13712341234", "whom": "other"},
    "needs:ask": _wish,
    "catalogue:variety-new": lambda world: {
        "number": "PZ-901",
        "name": "豫椒九号",
        "industry": world.pepper.code,
        "crop": "花椒",
    },
    "catalogue:technology-new": lambda world: {
        "number": "JS-901",
        "name": "花椒整形技术",
        "industry": world.pepper.code,
    },
    "runs:engine": lambda world: {"example": "team", "seed": 0},
    "people:specialist-new": lambda world: {
        "number": "T-901",
        "name": "石磊",
        "kind": "natural",
        "expertise": world.pepper.code,
        "home": world.county.code,
        "capacity_days": 10,
    },
    "people:specialist-edit": lambda world: {
        "name": "石磊",
        "kind": "natural",
        "expertise": world.pepper.code,
        "home": world.county.code,
        "capacity_days": 10,
    },
    "people:specialist-own": lambda world: {"capacity_days": 10},
    "people:term-new": lambda world: {"year": 2018, "level": "city"},
    "people:absence-new": lambda world: {"first_day": _day(50), "last_day": _day(51)},
    "people:organisation-new": lambda world: {"name": "张营果业公司", "kind": "firm", "place": world.village.code},
    "people:organisation-edit": lambda world: {"name": "张营果业公司", "kind": "firm", "place": world.village.code},
    "people:specialist-account": lambda world: {"account": ""},
    "people:group-new": lambda world: {
        "number": "FWT-99",
        "name": "花椒团",
        "level": "city",
        "industry": world.pepper.code,
        "leader": "T-003",
    },
    "people:group-edit": lambda world: {"name": "花椒团", "leader": "T-003", "members": "T-001"},
    "people:team-new": lambda world: {
        "number": "FWD-99",
        "name": "花椒队",
        "industry": world.pepper.code,
        "place": world.county.code,
        "leader": "T-003",
    },
    "people:team-edit": lambda world: {"name": "花椒队", "leader": "T-003", "members": "T-001"},
    "people:workstation-new": lambda world: {"number": "GZZ-99"} | _hosted(world),
    "people:workstation-edit": _hosted,
    "people:science-base-new": lambda world: {"number": "KPJD-99", "topic": "果树"} | _hosted(world),
    "people:science-base-edit": lambda world: {"topic": "果树"} | _hosted(world),
    "people:specialist-end": lambda world: {"last_day": _day(), **_WHY},
    "people:group-end": lambda world: {"last_day": _day(), **_WHY},
    "people:team-end": lambda world: {"last_day": _day(), **_WHY},
    "people:workstation-end": lambda world: {"last_day": _day(), **_WHY},
    "people:science-base-end": lambda world: {"last_day": _day(), **_WHY},
    "people:household-new": lambda world: {
        "head_name": "张有田",
        "category": "ordinary",
        "place": world.village.code,
    },
    "people:household-edit": lambda world: {"head_name": "张有田", "category": "ordinary"},
    "people:agreement-new": lambda world: (
        _AGREED
        | {
            "last_day": _day(400),
            "specialist": world.specialist.number,
            "client": world.cooperative.credit_code,
            "place": world.village.code,
        }
    ),
    "people:agreement-edit": lambda world: _AGREED | {"last_day": _day(400)},
    "people:agreement-end": lambda world: _WHY,
    "people:account-new": lambda world: {
        "username": "new.account",
        "display_name": "新来的",
        "password": PASSWORD,
        "place": world.town.code,
    },
    "people:account": lambda world: {"role": "informant", "place": world.town.code},
    "people:account-edit": lambda world: {"display_name": "改了名", "place": world.town.code},
    "people:account-password": lambda world: {"password": "another-river-2021"},
    "people:me": lambda world: {"language": "en"},
    "people:my-password": lambda world: {
        "present": PASSWORD,
        "password": "another-river-2021",
        "again": "another-river-2021",
    },
}
