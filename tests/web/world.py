"""One of everything, made once for many requests: the cast with its needs, services, agreements, runs and uploads.

Personal data are planted in it, with those who may read each (`SECRETS`), so that a test looks for them in every page.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import cached_property
from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from PIL import Image

from heluo.base import clock, crypto
from heluo.base.exchange.models import ImportFile, ImportUpload
from heluo.base.ledger.models import LedgerEntry
from heluo.base.ledger.seal import seal
from heluo.base.models import Notice
from heluo.base.outbox.inbox import notices_for
from heluo.base.rules import SYSTEM, VISITOR
from heluo.needs.actions.answers import confirm_service
from heluo.needs.actions.codes import IssuedCode, issue_code
from heluo.needs.actions.lines import Attendee, ServiceLines
from heluo.needs.actions.matching import match_place
from heluo.needs.actions.needs import decline_need, publish_need, submit_need
from heluo.needs.actions.offers import Candidate, accept_offer, invite, withdraw_offer
from heluo.needs.actions.services import draft_service, register_service
from heluo.needs.models import Evidence, Need, NeedPhoto, Offer, Service
from heluo.people.actions.agreements import draft_agreement, propose_agreement
from heluo.people.actions.households import create_household
from heluo.people.actions.specialists import add_absence, create_specialist
from heluo.people.models import Absence, Agreement, Grant, Household, Person, Specialist
from heluo.people.search_keys import name_hash
from heluo.runs.models import Run
from heluo.runs.tasks import compute_now
from tests.cast import Cast

HEAD_NAME, HEAD_PHONE, ID_NUMBER = "聂如兰", "13611112222", "410328196203154517"
CONTACT_NAME, CONTACT_PHONE = "窦小满", "13633334444"
COMING_NAME, COMING_PHONE = "厍大川", "13699990000"
DRAFT_NAME, DRAFT_PHONE = "缑长顺", "13655556666"
ATTENDEE_NAME, ATTENDEE_PHONE = "逯春花", "13677778888"
NARRATIVE = "老人腿脚不便，已请邻居代劳。"

_OFFICE = {"city", "county"}
_TOWN = {"informant", "committee", "clerk"}
_ASKED = {"requester", "contact"}
# What stands in full only in pages for these (by their names in `outcomes.ROLES`).
SECRETS = {
    # Whoever served a household has written its name himself; its number on file he is not told.
    HEAD_NAME: _OFFICE | {"informant", "committee", "specialist"},
    HEAD_PHONE: _OFFICE | {"informant", "committee"},
    ID_NUMBER: _OFFICE | {"informant", "committee"},
    CONTACT_NAME: _OFFICE | _TOWN | _ASKED,
    CONTACT_PHONE: _OFFICE | _TOWN | _ASKED,
    COMING_NAME: _OFFICE | _TOWN | _ASKED | {"specialist"},
    COMING_PHONE: _OFFICE | _TOWN | _ASKED | {"specialist"},
    DRAFT_NAME: _OFFICE | _TOWN,
    DRAFT_PHONE: _OFFICE | _TOWN,
    # Masked even for those concerned, but for those who correct the list; they see no number that is on file.
    ATTENDEE_NAME: _OFFICE | {"specialist"},
    ATTENDEE_PHONE: set(),
    NARRATIVE: _OFFICE | _TOWN | _ASKED | {"specialist", "auditor"},
    # The specialist's and the co-operative's telephones, as the cast has them.
    "13800000001": _OFFICE | {"admin", "specialist"},
    "13900000001": _OFFICE | {"admin", "contact"},
}


def jpeg() -> ContentFile[bytes]:
    out = BytesIO()
    Image.new("RGB", (8, 8), "green").save(out, "JPEG")
    return ContentFile(out.getvalue(), name="field.jpg")


def sha256_of(file: ContentFile[bytes]) -> str:
    return hashlib.sha256(file.read()).hexdigest()


class World(Cast):
    """The cast, and one thing in each state that a page wants."""

    @cached_property
    def free_specialist(self) -> Specialist:
        """Nobody counts on this one."""
        return create_specialist(
            actor=SYSTEM, number="FREE-1", name="石志远", home=self.county, expertise=[self.pepper]
        )

    @cached_property
    def poor_household(self) -> Household:
        return create_household(
            actor=SYSTEM,
            head_name=HEAD_NAME,
            place=self.village,
            category="out_of_poverty",
            phone=HEAD_PHONE,
            id_number=ID_NUMBER,
            size=3,
        )

    # --- needs, by their state ----------------------------------------------------------------------
    def _need(self, title: str, *contact: str, **given: Any) -> Need:
        """Taken down by the town's informant for the villager and the co-operative."""
        name, phone = contact or (CONTACT_NAME, CONTACT_PHONE)
        need = Need(
            title=title,
            body="叶片卷曲，有蚜虫。",
            industry=self.pepper,
            place=self.village,
            requester_account=self.requester,
            requester_organisation=self.cooperative,
            requester_household=self.poor_household,
            contact_name=name,
            contact_phone=phone,
            channel="proxy",
            is_proxied=True,
            **given,
        )
        photo = NeedPhoto(file=jpeg(), sha256=sha256_of(jpeg()))
        return publish_need(actor=self.informant, need=need, photos=[photo])

    @cached_property
    def draft(self) -> Need:
        """Asked by QR without an account."""
        need = Need(
            title="猪圈消毒",
            industry=self.walnut,
            place=self.village,
            contact_name=DRAFT_NAME,
            contact_phone=DRAFT_PHONE,
            channel="qr",
        )
        return submit_need(need=need)

    @cached_property
    def published(self) -> Need:
        return self._need("花椒蚜虫防治")

    @cached_property
    def declined(self) -> Need:
        need = self._need("要一台收割机")
        return decline_need(actor=self.county_officer, need=need, reason="不属科技服务", do_instead="请找农机站")

    @cached_property
    def offered(self) -> Need:
        """The specialist was asked, and has not answered."""
        return self._invited("花椒整形修剪")

    @cached_property
    def half_filled(self) -> Need:
        """Two were asked for, and one has accepted."""
        need = self._invited("果园防寒", COMING_NAME, COMING_PHONE, team_size=2)
        accept_offer(actor=self.specialist_account, offer=need.offers.get())
        need.refresh_from_db()
        return need

    @cached_property
    def assigned(self) -> Need:
        need = self._invited("花椒采后管理", COMING_NAME, COMING_PHONE)
        accept_offer(actor=self.specialist_account, offer=need.offers.get())
        need.refresh_from_db()
        return need

    @cached_property
    def served(self) -> Need:
        need = self._invited("核桃嫁接", COMING_NAME, COMING_PHONE)
        accept_offer(actor=self.specialist_account, offer=need.offers.get())
        need.refresh_from_db()
        assert self.serve(need, "核桃嫁接").state == "registered"
        need.refresh_from_db()
        return need

    def _invited(self, title: str, *contact: str, **given: Any) -> Need:
        need = self._need(title, *contact, **given)
        assert self.specialist_account
        self.specialist.refresh_from_db()
        invite(actor=self.county_officer, need=need, candidate=Candidate(specialist=self.specialist))
        need.refresh_from_db()
        return need

    @cached_property
    def offer(self) -> Offer:
        """Waits for the specialist's answer."""
        return self.offered.offers.get()

    @cached_property
    def offer_by_telephone(self) -> Offer:
        """To somebody without an account."""
        need = self._need("苹果疏花")
        return invite(actor=self.county_officer, need=need, candidate=Candidate(specialist=self.colleague))

    @cached_property
    def offer_taken_back(self) -> Offer:
        """The same, who is still to be told that nobody is to come."""
        need = self._need("苹果套袋")
        offer = invite(actor=self.county_officer, need=need, candidate=Candidate(specialist=self.colleague))
        return withdraw_offer(actor=self.county_officer, offer=offer, reason="已有人去")

    # --- services -----------------------------------------------------------------------------------
    def serve(self, need: Need | None, title: str, act: Any = register_service) -> Service:
        now = clock.now()
        service = Service(
            need=need,
            kind="visit",
            specialist=self.specialist,
            industry=self.pepper,
            place=self.village,
            started_at=now - timedelta(hours=2),
            ended_at=now - timedelta(minutes=1),
            title=title,
            narrative=NARRATIVE,
        )
        lines = ServiceLines(
            attendees=[Attendee(ATTENDEE_NAME, ATTENDEE_PHONE)],
            unnamed=2,
            varieties=[(self.variety, None)],
            technologies=[(self.technology, None)],
            helps=[(self.poor_household, "修剪花椒", 80_000)],
        )
        evidence = [Evidence(kind="photo", file=jpeg(), sha256=sha256_of(jpeg()))]
        return act(actor=self.specialist_account, service=service, lines=lines, evidence=evidence)  # type: ignore[no-any-return]

    @cached_property
    def service(self) -> Service:
        """Registered for the need `served`, and not confirmed yet."""
        return Service.objects.get(need=self.served)

    @cached_property
    def attendee(self) -> Person:
        """Came to that service."""
        return Person.objects.get(attendances__service=self.service, name_hash=name_hash(ATTENDEE_NAME))

    @cached_property
    def drafted_service(self) -> Service:
        """Begun by the specialist, without a need."""
        return self.serve(None, "春季施肥", act=draft_service)

    @cached_property
    def confirmed_service(self) -> Service:
        """Without a need; the town issued a code and somebody used it."""
        service = self.serve(None, "冬季清园")
        digits = issue_code(actor=self.informant, service=service).plain.digits
        confirm_service(actor=VISITOR, service=service, took_place=True, channel="sms", code=digits)
        service.refresh_from_db()
        return service

    @cached_property
    def code(self) -> IssuedCode:
        """A live code of a service."""
        return issue_code(actor=self.informant, service=self.serve(None, "夏季除草"))

    # --- people -------------------------------------------------------------------------------------
    @cached_property
    def agreement(self) -> Agreement:
        """A draft between the specialist and the co-operative."""
        return self.make_agreement()

    @cached_property
    def proposed_agreement(self) -> Agreement:
        return propose_agreement(actor=self.county_officer, agreement=self.make_agreement())

    def make_agreement(self) -> Agreement:
        assert self.specialist_account
        self.specialist.refresh_from_db()
        return draft_agreement(
            actor=self.county_officer,
            specialist=self.specialist,
            client=self.cooperative,
            place=self.village,
            first_day=date(2020, 1, 1),
            last_day=clock.today() + timedelta(days=300),
            tasks="每月到基地一次。",
        )

    @cached_property
    def absence(self) -> Absence:
        day = clock.today() + timedelta(days=40)
        return add_absence(actor=SYSTEM, specialist=self.specialist, first_day=day, last_day=day)

    @cached_property
    def grant(self) -> Grant:
        """The role of the informant, which the county's officer gave and may end."""
        return Grant.objects.get(user=self.informant)

    @cached_property
    def notice(self) -> Notice:
        """The county's officer was told that a need was published."""
        assert self.county_officer
        need = self._need("花椒采摘机具")
        return notices_for(self.county_officer).get(about_id=str(need.public_id))

    # --- runs and uploads ---------------------------------------------------------------------------
    @cached_property
    def run(self) -> Run:
        """The county's open needs, matched for its officer."""
        assert self.published
        return compute_now(match_place(actor=self.county_officer, place=self.county, by_worker=False))

    @cached_property
    def waiting_run(self) -> Run:
        """The same, not computed yet."""
        assert self.published
        return match_place(actor=self.county_officer, place=self.county)

    @cached_property
    def upload(self) -> ImportUpload:
        """What the county's officer sent, clean so far."""
        return ImportUpload.objects.create(
            made_by=str(self.county_officer.public_id), created_at=clock.now(), language="zh-hans", state="ready"
        )

    @cached_property
    def marked_file(self) -> ImportFile:
        content = crypto.encrypt_bytes(b"workbook")
        return ImportFile.objects.create(upload=self.upload, name="needs.xlsx", size=8, content=content, marked=content)

    @cached_property
    def entry(self) -> LedgerEntry:
        return LedgerEntry.objects.order_by("id").first()

    def build(self) -> World:
        """Make everything, so that no request makes anything; and seal the ledger."""
        for name, member in vars(World).items():
            if isinstance(member, cached_property) and name != "_sessions":
                getattr(self, name)
        for name in ("group", "team", "workstation", "science_base"):
            getattr(self, name)
        assert self._sessions
        seal()
        return self

    @cached_property
    def _sessions(self) -> dict[tuple[str, str], str]:
        signed_in = {}
        for key, who in self.everyone().items():
            if who is not VISITOR:
                client = Client()
                client.force_login(who)
                signed_in[key] = client.cookies["sessionid"].value
        return signed_in

    def client(self, role: str, side: str = "inside") -> Client:
        """A new browser in which the holder of this role has signed in."""
        client = Client(raise_request_exception=False)
        if (role, side) in self._sessions:
            client.cookies["sessionid"] = self._sessions[role, side]
        return client


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """One world for a module, in a transaction that is rolled back at its end. Wrap what writes in `undone()`."""
    with django_db_blocker.unblock(), undone():
        made = World().build()
        yield made


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written within is rolled back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
