"""A need's life: drafted or published, edited, declined, withdrawn, reopened, closed."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from heluo.base import clock
from heluo.base.errors import Invalid, Refused, Sentence
from heluo.base.numbering import next_number
from heluo.base.rules import SYSTEM, VISITOR, require
from heluo.base.writing import Step, locked, sent_once, writing
from heluo.needs.actions import codes
from heluo.needs.actions.notices import tell_invited, tell_officers, tell_requester, tell_town
from heluo.needs.actions.offers import assign_when_full, look_again, withdraw_offers
from heluo.needs.actions.sentences import fault_of_public, required
from heluo.needs.deadlines import deadline_of
from heluo.needs.models import Need, NeedPhoto, Reopening
from heluo.needs.queries.judged import with_judgements
from heluo.needs.queries.needs import LIVE, may_still_be_said
from heluo.needs.queries.offers import serving_no_longer
from heluo.needs.queries.services import answering
from heluo.people import telephone
from heluo.people.search_keys import phone_hash
from heluo.places.queries import county_scope

EDITABLE = (
    "title",
    "body",
    "industry",
    "kind",
    "urgency",
    "wanted_from",
    "wanted_to",
    "team_size",
    "must_serve",
    "contact_name",
    "contact_phone",
)

WANTED_DAYS = ("wanted_from", "wanted_to")
# What whoever was invited would come for.
COME_FOR = {"title", "body", "industry", "kind", *WANTED_DAYS}
# What everybody reads.
PUBLIC_WORDS = ("title", "body")
# What a form says anew when it is sent again: all of the wish, and who asks where.
SAID = (
    *EDITABLE,
    "place",
    "latitude",
    "longitude",
    "requester_account",
    "requester_organisation",
    "requester_household",
    "is_proxied",
    "to_choose",
    "channel",
)
MOST_BODY = 2000
UNCHOSEN = {"organisation": _("Choose the organisation."), "household": _("Choose the household.")}


def draft_need(*, actor: Any, need: Need, photos: Iterable[NeedPhoto] = ()) -> Need:
    """Keep a need that is not published yet. Idempotent by `client_uuid`: sent again, the same draft says it anew.

    A draft may hold what stands in the way of its publication: a day that is over, too long a text.
    """
    return _sent_once("needs.draft", actor, need, photos)


def submit_need(*, need: Need, photos: Iterable[NeedPhoto] = ()) -> Need:
    """Take a need from someone without an account (QR code); the town reviews it before it is published."""
    need.channel = "qr"
    return _sent_once("needs.submit", VISITOR, need, photos)


def publish_need(*, actor: Any, need: Need, photos: Iterable[NeedPhoto] = ()) -> Need:
    """Publish a new need, or one under review. Sets number and deadline and issues the code for the people served."""
    if need._state.adding:
        return _sent_once("needs.publish", actor, need, photos)
    with writing(actor, "needs.publish", need) as step:
        _check_ready(step.thing, _unreachable(step.thing))
        _set_published(step)
        _announce(step)
    return step.thing


def edit_need(*, actor: Any, need: Need, changes: Mapping[str, Any]) -> Need:
    """Change what was asked, while nobody is on the way yet. With fewer people wanted it may be filled by that."""
    with transaction.atomic():
        with writing(actor, "needs.edit", need) as step:
            if step.thing.state not in ("draft", "published", "offered"):
                raise Refused(_("This need can't be changed any more: someone is on the way or has been."))
            rung_up = step.thing.contact_phone
            changed = _apply(step.thing, changes)
            if "must_serve" in changed:
                require(actor, "needs.set_must_serve", step.thing)
            if step.thing.published_at and "contact_phone" in changed:
                _move_code(step, rung_up)
            if step.thing.published_at and changed & {"kind", "urgency"}:
                _set_deadline(step.thing)
            if "team_size" in changed:
                _take_team_size(step.thing)
            if changed & COME_FOR:
                _tell_of_change(step)
            step.note(changed=sorted(changed))
        assign_when_full(step.thing)
    return step.thing


def _tell_of_change(step: Step[Need]) -> None:
    """Those who were invited or have said yes. Who is still to be rung up for an answer, or for other news, is read
    the need as it stands then."""
    offers = step.thing.offers.filter(state__in=("invited", "accepted"))
    for offer in offers.select_related("specialist__account", "team__leader__account"):
        if offer.account is not None or (offer.state == "accepted" and not offer.to_tell):
            tell_invited(step, "needs.changed", offer, step.thing.number)


def _move_code(step: Step[Need], before: str) -> None:
    """To another telephone: what lies on the old one closes nothing. A slip in hand, where there was none, stays."""
    if before:
        codes.issue_for_need(step)
    else:
        codes.issue_unless_in_hand(step)


def decline_need(*, actor: Any, need: Need, reason: str, do_instead: str) -> Need:
    """Say no to a need, with the reason and with what to do instead; both are shown to the one who asked."""
    required(reason=reason, do_instead=do_instead)
    with writing(actor, "needs.decline", need) as step:
        step.thing.decline_reason, step.thing.do_instead = reason, do_instead
        let_go(step)
        tell_requester(step, "needs.declined")
    return step.thing


def recount_deadline(*, need: Need) -> Need:
    """The holiday calendar has got the days for which the deadline was counted by weekdays: it is counted again."""
    with writing(SYSTEM, "needs.recount_deadline", need) as step:
        _set_deadline(step.thing)
        step.note(deadline=step.thing.deadline)
    return step.thing


def withdraw_need(*, actor: Any, need: Need, reason: str) -> Need:
    """The one who asked no longer needs it."""
    required(reason=reason)
    with writing(actor, "needs.withdraw", need) as step:
        step.thing.withdraw_reason = reason
        if step.facts["from"] == "draft":
            # The form from which it was kept may be sent again.
            step.thing.client_uuid = None
        let_go(step)
    return step.thing


def let_go(step: Step[Need]) -> None:
    """With a need that ends unserved: nobody is to come any more, and there is nothing to confirm."""
    step.thing.ended_at = step.at
    withdraw_offers(step)
    codes.end_codes_of_need(step)


def release_need(*, actor: Any, need: Need, reason: str) -> Need:
    """Look for others: whoever accepted does not come after all, or has begun and left it."""
    required(reason=reason)
    with writing(actor, "needs.release", need) as step:
        _free_places(step, reason)
        tell_requester(step, "needs.looking_again")
    return step.thing


def await_service(need: Need) -> None:
    """When no service of a need stands any more: those who accepted are still to come; without any, or where one of
    them serves no longer, others are sought.

    Where the need counted as served the deadline runs anew, all concerned are told, and a code goes to the people
    served unless they hold one.
    """
    was_served = need.state != "serving"
    same = need.offers.filter(state="accepted").exists() and not serving_no_longer(need)
    with writing(SYSTEM, "needs.unstart" if same else "needs.release", need) as step:
        step.thing.served_at, step.thing.closed_at, step.thing.outcome = None, None, ""
        if was_served:
            step.thing.reopened_at = step.at
            _set_deadline(step.thing)
            codes.issue_unless_in_hand(step)
            tell_officers(step, "needs.waits_again")
            tell_requester(step, "needs.waits_again")
            _tell_who_comes(step, "needs.waits_again")
        if step.thing.state == "published":
            _free_places(step)


def _free_places(step: Step[Need], reason: str = "", told: str = "offers.withdrawn") -> None:
    """Nobody has accepted any more."""
    look_again(step.thing)
    withdraw_offers(step, reason=reason, told=told)


def mark_duplicate(*, actor: Any, need: Need, parent: Need) -> Need:
    """Say that another need asks the same: this one ends and points there."""
    with transaction.atomic():
        # In one order, so that two officers who mark two needs as each other's duplicates don't wait for ever.
        for row in sorted((need, parent), key=lambda row: row.pk):
            locked(row)
        with writing(actor, "needs.mark_duplicate", need) as step:
            original = step.lock(parent)
            _refuse_as_original(original, step.thing)
            step.thing.parent = original
            step.note(parent=str(original.public_id))
            let_go(step)
            tell_requester(step, "needs.duplicate", original=original.number)
    return step.thing


def _refuse_as_original(original: Need, duplicate: Need) -> None:
    if original.pk == duplicate.pk or original.parent_id is not None:
        raise Invalid(
            _("Choose a need that is not this one and not itself a duplicate."), {"parent": _("Not this one.")}
        )
    if original.state not in LIVE:
        raise Invalid(
            _("A duplicate points to a need that somebody answers; this one is not open."),
            {"parent": _("It is not open.")},
        )
    if not original.place.code.startswith(county_scope(duplicate.place)):
        raise Invalid(_("A duplicate must be in the same county."), {"parent": _("It is in another county.")})


def republish_need(*, actor: Any, need: Need) -> Need:
    """Take up a declined or expired need again, with a new deadline."""
    with writing(actor, "needs.republish", need) as step:
        step.thing.parent = None
        step.thing.decline_reason = step.thing.do_instead = ""
        _set_published(step)
        _announce(step)
    return step.thing


def reopen_need(*, actor: Any, need: Need, reason: str, to_same: bool = False) -> Need:
    """The people served are not content: the need is open again. Until 14 days after it was closed.

    `to_same` gives it back to those who accepted before; otherwise new people are looked for.
    """
    required(reason=reason)
    act = "needs.reopen_to_same" if to_same else "needs.reopen"
    with writing(actor, act, need) as step:
        _refuse_late_reopening(step.thing)
        thing = step.thing
        thing.reopened_at, thing.times_reopened = step.at, thing.times_reopened + 1
        thing.closed_at, thing.outcome = None, ""
        _set_deadline(thing)
        if to_same:
            _send_again(step)
        else:
            _free_places(step, told="offers.not_content")
        # What came with a judgement stands with the judgement.
        if actor is not SYSTEM:
            step.save(Reopening(need=thing, at=step.at, by=actor, reason=reason))
        codes.issue_for_need(step)
        tell_officers(step, "needs.reopened")
        if to_same:
            tell_requester(step, "needs.coming_again")
    return step.thing


def _send_again(step: Step[Need]) -> None:
    """Those who had accepted are told that they are to go once more."""
    if gone := serving_no_longer(step.thing):
        told = _("%(name)s serves no longer, so the same can't come again. Reopen it to look for somebody.")
        raise Refused(told % {"name": gone[0].candidate})
    if not _tell_who_comes(step, "needs.come_again"):
        raise Refused(_("Nobody had accepted this need, so nobody can come again. Reopen it to look for somebody."))


def _tell_who_comes(step: Step[Need], template: str) -> int:
    """To those who have accepted; returns how many there are."""
    coming = step.thing.offers.filter(state="accepted").select_related("specialist__account", "team__leader__account")
    for offer in coming:
        tell_invited(step, template, offer, step.thing.number)
    return len(coming)


def close_need(*, actor: Any, need: Need, outcome: str = "satisfied") -> Need:
    """Close a served need: by the system when the people served are content, or by an officer."""
    with writing(actor, "needs.close", need) as step:
        step.thing.closed_at, step.thing.outcome = step.at, outcome
        step.note(outcome=outcome)
        if actor is not SYSTEM and outcome == "satisfied" and not are_content(step.thing):
            raise Refused(_("Only the people served close a need as satisfied; nobody has answered yet."))
    return step.thing


def are_content(need: Need) -> bool:
    """Whether somebody served has said so of what answers the need, and nobody's word is another."""
    judged = with_judgements(answering(need)).filter(is_judged=True)
    return judged.exists() and not judged.filter(is_content=False).exists()


def _sent_once(act: str, actor: Any, need: Need, photos: Iterable[NeedPhoto]) -> Need:
    new = list(photos)
    return sent_once(lambda: _already_sent(act, actor, need, new), lambda: _write(act, actor, need, new))


def _write(act: str, actor: Any, need: Need, photos: list[NeedPhoto]) -> Need:
    """What a form says now: of the draft that was kept from it, with its number and photos, or of a new need."""
    need.asked_at = need.asked_at or clock.now()
    need.contact_phone_hash = phone_hash(need.contact_phone)
    if need.must_serve:
        require(actor, "needs.set_must_serve", need)
    kept = _draft_of(need)
    if kept is None:
        return _create(act, actor, need, photos)
    draft = locked(kept)
    # Published meanwhile, by the same form that was sent twice at the same moment.
    return _go_on(act, actor, draft, need, photos) if draft.state == "draft" else draft


def _create(act: str, actor: Any, need: Need, photos: list[NeedPhoto]) -> Need:
    """A new row: checked, numbered, saved with its photos, and published where the act says so."""
    if actor.pk is not None:
        need.publisher = actor
    with writing(actor, act, need) as step:
        _finish(step)
        step.thing.number = next_number("", timezone.localtime(step.at).year)
        step.save(step.thing)
        _tell(step, photos)
    return step.thing


def _go_on(act: str, actor: Any, draft: Need, need: Need, photos: list[NeedPhoto]) -> Need:
    """The draft says what the form says now. Who sends it may have to be allowed for another place than before."""
    require(actor, act, need)
    with writing(actor, act, draft) as step:
        for name in (*SAID, "contact_phone_hash"):
            setattr(step.thing, name, getattr(need, name))
        _finish(step)
        step.save(step.thing)
        _tell(step, photos)
    return step.thing


def _finish(step: Step[Need]) -> None:
    """Checked as far as the act needs it, and dated where it is published."""
    if step.act == "needs.draft":
        _check(step.thing, ())
    else:
        _check_ready(step.thing)
    if step.act == "needs.publish":
        _set_published(step)


def _tell(step: Step[Need], photos: list[NeedPhoto]) -> None:
    """The saved need's notices and photos; a photo that it has already is not kept twice."""
    need = step.thing
    if step.act == "needs.publish":
        _announce(step)
    elif step.act == "needs.submit":
        tell_town(step, "needs.submitted")
    for photo in _new_ones(need, photos):
        photo.need = need
        step.save(photo)
    step.note(kind=need.kind, place=need.place.code, industry=need.industry.code, channel=need.channel)


def _new_ones(need: Need, photos: list[NeedPhoto]) -> list[NeedPhoto]:
    known = set(need.photos.values_list("sha256", flat=True))
    return [photo for photo in photos if photo.sha256 not in known]


def _set_published(step: Step[Need]) -> None:
    step.thing.published_at = step.at
    _set_deadline(step.thing)
    step.note(deadline=step.thing.deadline)


def _announce(step: Step[Need]) -> None:
    codes.issue_for_need(step)
    tell_officers(step, "needs.published")


def _set_deadline(need: Need) -> None:
    """Counted from the last opening: the first publication, a later one, or a reopening."""
    deadline = deadline_of(need)
    need.deadline, need.deadline_by_calendar = deadline.day, deadline.by_calendar


def _already_sent(act: str, actor: Any, need: Need, photos: list[NeedPhoto]) -> Need | None:
    """The need that this device sent before, when it sends again what it was not told about.

    What was only kept as a draft from the same form, and is published or kept with other words now, is not.
    """
    if need.client_uuid is None:
        return None
    earlier = Need.objects.filter(client_uuid=need.client_uuid).first()
    if earlier is not None and earlier.publisher_id != actor.pk:
        raise Refused(_("This form was sent by another account already; open a new one."))
    if earlier is not None and earlier.state == "draft" and act != "needs.submit":
        return earlier if act == "needs.draft" and says_the_same(earlier, need, photos) else None
    return earlier


def says_the_same(earlier: Need, need: Need, photos: list[NeedPhoto]) -> bool:
    """Whether a form that comes again says nothing that `earlier` does not."""
    return all(getattr(earlier, name) == getattr(need, name) for name in SAID) and not _new_ones(earlier, photos)


def _draft_of(need: Need) -> Need | None:
    """The draft that was kept from the same form."""
    kept = Need.objects.filter(client_uuid=need.client_uuid, state="draft") if need.client_uuid else Need.objects.none()
    return kept.first()


def _apply(need: Need, changes: Mapping[str, Any]) -> set[str]:
    """Set what differs, checked; returns the names of what did."""
    unknown = set(changes) - set(EDITABLE)
    if unknown:
        raise Invalid(_("This can't be changed."), {name: _("This can't be changed.") for name in unknown})
    changed = {name for name, value in changes.items() if getattr(need, name) != value}
    for name in changed:
        setattr(need, name, changes[name])
    need.contact_phone_hash = phone_hash(need.contact_phone)
    wrong: dict[str, Any] = {}
    if "contact_phone" in changed and need.contact_phone and (fault := _fault_of_contact(need.contact_phone)):
        wrong["contact_phone"] = fault
    _check(need, changed, wrong)
    return changed


def _take_team_size(need: Need) -> None:
    """Another number of people is wanted: what was said about fewer no longer holds, and nobody is sent home."""
    need.accepted_size, need.accepted_size_reason = None, ""
    if need.team_size < need.places_filled:
        told = _("Accepted already: %(filled)s; no fewer are possible.") % {"filled": need.places_filled}
        raise Invalid(_("Something in the form is not right yet."), {"team_size": told})


def _check(need: Need, said: Collection[str], wrong: dict[str, Any] | None = None) -> None:
    """`said`: the fields that are said now. A wanted day may pass while a need waits; nobody asks for one that has.
    `wrong`: what is known to be wrong already, to be said at once."""
    wrong = _numbers_in_public(need, said) | (wrong or {})
    for name in WANTED_DAYS:
        if name in said and (day := getattr(need, name)) and day < clock.today():
            wrong[name] = _("This day is over already.")
    if not need.title:
        wrong["title"] = _("Say in a few words what is needed.")
    if need.place.level not in ("county", "town", "village"):
        wrong["place"] = _("Choose a county, town or village.")
    if need.wanted_from and need.wanted_to and need.wanted_to < need.wanted_from:
        wrong["wanted_to"] = _("This day lies before the first one.")
    if not 1 <= need.team_size <= 20:
        wrong["team_size"] = _("Between 1 and 20 people.")
    if wrong:
        raise Invalid(_("Something in the form is not right yet."), wrong)


def _check_ready(need: Need, wrong: dict[str, Any] | None = None) -> None:
    """What a draft may hold and nothing that is published does. `wrong`: what is known to be wrong already."""
    wrong = wrong or {}
    if len(need.body) > MOST_BODY:
        told = _("The sentences are longer than %(most)s characters; shorten them.") % {"most": MOST_BODY}
        wrong["body"] = told
    if need.to_choose:
        wrong[need.to_choose] = UNCHOSEN[need.to_choose]
    if need.contact_phone and (fault := _fault_of_contact(need.contact_phone)):
        wrong["contact_phone"] = fault
    _check(need, {*WANTED_DAYS, *PUBLIC_WORDS}, wrong)


def _fault_of_contact(phone: str) -> Sentence | None:
    """What is wrong with the number under which whoever comes rings up."""
    number = telephone.tidy(phone)
    if telephone.is_hotline(number):
        return _("%(number)s is a hotline: write the number of whoever is to be rung up.") % {"number": number}
    return telephone.fault(number)


def _numbers_in_public(need: Need, said: Collection[str]) -> dict[str, Any]:
    """Numbers of persons in words that everybody reads: a sentence at each field that holds one."""
    faults = {name: fault_of_public(getattr(need, name)) for name in PUBLIC_WORDS if name in said}
    return {name: fault for name, fault in faults.items() if fault is not None}


def _unreachable(need: Need) -> dict[str, Any]:
    """Whoever comes asks for somebody. Who asks for oneself is rung up; somebody for whom it was taken down may have
    no telephone."""
    wrong: dict[str, Any] = {}
    if not need.contact_name:
        wrong["contact_name"] = _("Say whom to ask for, so that whoever comes finds somebody.")
    if not need.contact_phone and not need.is_proxied:
        wrong["contact_phone"] = _("Leave a telephone number, so that whoever comes can ring up.")
    return wrong


def _refuse_late_reopening(need: Need) -> None:
    if not may_still_be_said(need):
        raise Refused(_("The 14 days in which a closed need can be reopened are over; please publish a new one."))
