"""Nothing is offered that is refused: each act on a page, by state and role, is pressed as it is drawn."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from django.contrib.messages import ERROR
from django.test import Client
from django.urls import reverse

from heluo.base import clock
from heluo.needs.actions.answers import Judgement, evaluate_service
from heluo.needs.actions.needs import draft_need, reopen_need, withdraw_need
from heluo.needs.actions.offers import invite, record_yes
from heluo.needs.actions.services import (
    ServiceLines,
    check_service,
    correct_service,
    discard_draft,
    dispute_service,
    draft_service,
    void_service,
)
from heluo.needs.actions.sweep import close_unanswered_needs, expire_needs
from heluo.needs.bridge import Candidate
from heluo.needs.models import Need, Service
from tests.web.outcomes import EVERYONE, key_of
from tests.web.world import World, undone

WHY = "情况有变"
# One of each from outside is enough: those see what everybody sees.
LOOKERS = [who for who in EVERYONE if not who.startswith("-") or who in ("-county", "-specialist")]


@dataclass
class Button:
    """What one presses: a link that looks like a button, or a form's button with all that the form sends."""

    address: str
    posts: bool = False
    # Wants files, lists or what only the one who asked knows: it is drawn, and that is all that is asked here.
    wants_more: bool = False
    sends: dict[str, list[str]] = field(default_factory=dict)


class Buttons(HTMLParser):
    """The buttons of a page's main part."""

    def __init__(self, page: str, address: str) -> None:
        super().__init__()
        self.found: list[Button] = []
        self._here = address
        self._is_in_main = False
        self._form: Button | None = None
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = dict(attrs)
        self._is_in_main |= tag == "main"
        if not self._is_in_main:
            return
        if tag == "a" and "btn" in (given.get("class") or "").split():
            self.found.append(Button(given["href"]))
        elif tag == "form" and given.get("method") == "post":
            large = given.get("enctype") == "multipart/form-data"
            self._form = Button(given.get("action") or self._here, posts=True, wants_more=large)
        elif self._form:
            self._within(self._form, tag, given)

    def _within(self, form: Button, tag: str, given: Any) -> None:
        name = given.get("name") or ""
        if tag == "button":
            sends = form.sends | ({name: [given.get("value") or ""]} if name else {})
            self.found.append(Button(given.get("formaction") or form.address, True, form.wants_more, sends))
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            form.sends.setdefault(self._select, [given.get("value") or ""])
        elif tag == "textarea":
            form.sends[name] = [WHY]
        elif tag == "input" and name:
            self._input(form, name, given)

    def _input(self, form: Button, name: str, given: Any) -> None:
        kind = given.get("type", "text")
        # Of choices the first, where none is made.
        if (kind == "checkbox" and "checked" not in given) or (kind == "radio" and name in form.sends):
            return
        usual = {"number": given.get("min") or "1", "tel": "13712341234"}.get(kind, "")
        form.wants_more |= name == "code"
        form.sends.setdefault(name, []).append(given.get("value") or usual)

    def handle_endtag(self, tag: str) -> None:
        if tag == "main":
            self._is_in_main = False
        elif tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""


def buttons_of(client: Client, address: str) -> list[Button]:
    return Buttons(client.get(address).content.decode(), address).found


def refusals(world: World, who: str, address: str) -> list[str]:
    """What this one is offered there and may not do."""
    client = world.client(*key_of(who))
    if client.get(address).status_code != 200:
        return []
    return [f"{who} {said}" for button in buttons_of(client, address) for said in press(world, client, button)]


def press(world: World, client: Client, button: Button) -> list[str]:
    with undone():
        if button.posts:
            return [] if button.wants_more else send(world, client, button)
        answer = client.get(button.address)
        if answer.status_code != 200:
            return [f"{button.address}: {answer.status_code}"]
        asked = [one for one in buttons_of(client, button.address) if one.posts and one.address == button.address]
        return [said for one in asked[:1] if not one.wants_more for said in send(world, client, one)]


def send(world: World, client: Client, button: Button) -> list[str]:
    other = world.published if str(world.offered.public_id) in button.address else world.offered
    sends = button.sends | ({"parent": [other.number]} if "parent" in button.sends else {})
    answer = client.post(button.address, sends, follow=True)
    wrong = [str(one) for one in (answer.context or {}).get("messages", ()) if one.level >= ERROR]
    if answer.status_code != 200:
        wrong.append(str(answer.status_code))
    return [f"{button.address}: {' '.join(wrong)}"] if wrong else []


# --- needs ----------------------------------------------------------------------------------------------------------


def own_draft(world: World) -> Need:
    need = Need(
        title="花椒烘干",
        industry=world.pepper,
        place=world.village,
        requester_account=world.requester,
        contact_name="张福来",
        contact_phone="13712341234",
    )
    return draft_need(actor=world.informant, need=need)


def invited_of_two(world: World) -> Need:
    return world._invited("果园滴灌", team_size=2)


def serving(world: World) -> Need:
    world.serve(world.assigned, "花椒采后管理", act=draft_service)
    return world.assigned


def closed(world: World) -> Need:
    judgement = Judgement(is_satisfied=True)
    evaluate_service(actor=world.requester, service=world.service, judgement=judgement)
    return world.served


def reopened(world: World) -> Need:
    return reopen_need(actor=world.requester, need=world.served, reason=WHY)


def coming_again(world: World) -> Need:
    return reopen_need(actor=world.county_officer, need=world.served, reason=WHY, to_same=True)


def withdrawn(world: World) -> Need:
    return withdraw_need(actor=world.requester, need=world.offered, reason=WHY)


def withdrawn_draft(world: World) -> Need:
    return withdraw_need(actor=world.informant, need=own_draft(world), reason=WHY)


def expired(world: World) -> Need:
    with clock.at(clock.now() + timedelta(days=120)):
        expire_needs()
    return world.published


def disputed(world: World) -> Need:
    dispute_service(actor=world.county_officer, service=world.service, reason=WHY)
    return world.served


def by_telephone(world: World) -> Need:
    """Somebody without an account has said yes."""
    return record_yes(actor=world.clerk, offer=world.offer_by_telephone).need


def by_telephone_served(world: World) -> Need:
    need = by_telephone(world)
    Need.objects.filter(pk=need.pk).update(state="served", served_at=clock.now())
    return need


def two_and_one_by_telephone(world: World) -> Need:
    invite(
        actor=world.county_officer,
        need=world.half_filled,
        candidate=Candidate(specialist=world.colleague),
        override_reason=WHY,
    )
    return world.half_filled


def of_the_world(name: str) -> Callable[[World], Any]:
    return lambda world: getattr(world, name)


NEEDS: dict[str, Callable[[World], Need]] = {
    **{
        name: of_the_world(name)
        for name in ("draft", "published", "declined", "offered", "half_filled", "assigned", "served")
    },
    **{
        made.__name__: made
        for made in (
            own_draft,
            invited_of_two,
            serving,
            closed,
            reopened,
            coming_again,
            withdrawn,
            withdrawn_draft,
            expired,
            disputed,
            by_telephone,
            by_telephone_served,
            two_and_one_by_telephone,
        )
    },
}


@pytest.mark.parametrize("state", NEEDS)
def test_what_a_need_s_page_offers(world: World, state: str):
    with undone():
        address = reverse("needs:need", args=[NEEDS[state](world).public_id])
        assert [said for who in LOOKERS for said in refusals(world, who, address)] == []


@contextmanager
def later(**many: int):
    with undone(), clock.at(clock.now() + timedelta(**many)):
        yield


def test_what_a_need_s_page_offers_when_all_is_long_over(world: World):
    address = reverse("needs:need", args=[world.served.public_id])
    with later(days=20):
        assert close_unanswered_needs()
        assert [said for who in LOOKERS for said in refusals(world, who, address)] == []


# --- services -------------------------------------------------------------------------------------------------------


def checked(world: World) -> Service:
    return check_service(actor=world.county_officer, service=world.confirmed_service, how="call", note="回访属实")


def disputed_service(world: World) -> Service:
    return dispute_service(actor=world.county_officer, service=world.confirmed_service, reason=WHY)


def corrected(world: World) -> Service:
    changes = {"title": "冬季清园与刷白"}
    correct_service(
        actor=world.specialist_account,
        service=world.confirmed_service,
        changes=changes,
        lines=ServiceLines(),
        reason=WHY,
    )
    return Service.objects.get(pk=world.confirmed_service.pk)


def voided(world: World) -> Service:
    return void_service(actor=world.county_officer, service=world.service, reason=WHY)


def discarded(world: World) -> Service:
    discard_draft(actor=world.specialist_account, draft=world.drafted_service)
    return world.drafted_service


def of_a_closed_need(world: World) -> Service:
    closed(world)
    return world.service


SERVICES: dict[str, Callable[[World], Service]] = {
    **{name: of_the_world(name) for name in ("drafted_service", "service", "confirmed_service")},
    **{made.__name__: made for made in (checked, disputed_service, corrected, voided, discarded, of_a_closed_need)},
}


@pytest.mark.parametrize("state", SERVICES)
def test_what_a_service_s_page_offers(world: World, state: str):
    with undone():
        address = reverse("needs:service", args=[SERVICES[state](world).public_id])
        assert [said for who in LOOKERS for said in refusals(world, who, address)] == []


# --- desks ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("desk", ["queue", "town", "to-check", "specialist-desk", "mine"])
def test_what_a_desk_offers(world: World, desk: str):
    with undone():
        own_draft(world)
        assert [said for who in LOOKERS for said in refusals(world, who, reverse(f"needs:{desk}"))] == []
