"""Who may do what in the loop, and why not. Predicates look at the user's grants and at the thing; no queries here."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from heluo.base.rules import Predicate, allow, anyone, is_system, predicate, signed_in
from heluo.people.roles import OFFICERS, OVERSEERS

# Those who take down a need for somebody else.
PROXIES = ("informant", "village_committee", "clerk")
# Who rings up those who are invited and have no account.
RINGING = (*OFFICERS, "clerk")
READERS = (*OVERSEERS, *PROXIES)
# The need's states in which whoever has accepted is still to come.
BEFORE_SERVICE = ("offered", "assigned")


@predicate(_("Only the science office of this place may do this."))
def is_officer(user: Any, need: Any) -> bool:
    return user.holds(*OFFICERS, place=need.place)


@predicate(_("Only those who take down needs for this place may do this: informant, village committee, hotline."))
def is_proxy(user: Any, need: Any) -> bool:
    return user.holds(*PROXIES, place=need.place)


@predicate(_("Only the town's informant or the science office of this place may review this."))
def reviews(user: Any, need: Any) -> bool:
    return user.holds("informant", *OFFICERS, place=need.place)


ITS_WRITERS = _("A draft is its writer's own until it is published.")


@predicate(ITS_WRITERS)
def waits_for_review(_user: Any, need: Any) -> bool:
    return need.state == "draft" and need.channel == "qr"


@predicate(ITS_WRITERS)
def is_no_draft(_user: Any, need: Any) -> bool:
    return need.state != "draft"


@predicate(_("Only the one who asked may do this."))
def is_requester(user: Any, need: Any) -> bool:
    asked_as_account = need.requester_account_id is not None and need.requester_account_id == user.pk
    asked_as_organisation = need.requester_organisation_id is not None and user.holds(
        "contact", organisation=need.requester_organisation
    )
    return asked_as_account or asked_as_organisation


@predicate(_("Only the one who took this down may do this."))
def is_publisher(user: Any, need: Any) -> bool:
    return need.publisher_id is not None and need.publisher_id == user.pk


@predicate(_("Only the village committee of this place may do this."))
def is_committee(user: Any, thing: Any) -> bool:
    """Of the place that asked, wherever in the county the service was held."""
    need = getattr(thing, "need", None)
    return user.holds("village_committee", place=need.place if need is not None else thing.place)


@predicate(_("Only the one who asked may judge this."))
def asked_for_it(user: Any, service: Any) -> bool:
    need = service.need
    return need is not None and bool(is_requester(user, need) or is_publisher(user, need))


def _serves(user: Any, specialist: Any, team: Any) -> bool:
    mine = getattr(user, "specialist", None)
    if mine is None or not user.holds_anywhere("specialist", "team_leader"):
        return False
    return (specialist is not None and specialist.pk == mine.pk) or (team is not None and team.leader_id == mine.pk)


@predicate(_("Only the specialist, or the leader of the team, that was invited may answer."))
def is_invited(user: Any, offer: Any) -> bool:
    return _serves(user, offer.specialist, offer.team)


@predicate(_("Only the science office or the hotline of this place records what was said over the telephone."))
def rings_up(user: Any, offer: Any) -> bool:
    return user.holds(*RINGING, place=offer.place)


@predicate(_("Whoever has an account answers for oneself."))
def has_no_account(_user: Any, offer: Any) -> bool:
    return offer.account is None


@predicate(_("There is nothing that they are still to be told."))
def is_to_be_told(_user: Any, offer: Any) -> bool:
    # Whoever was to come again and has served by now knows it.
    return bool(offer.to_tell) and (offer.state == "withdrawn" or offer.need.state in BEFORE_SERVICE)


@predicate(_("The service has begun or is done; the acceptance stands as it was given."))
def has_not_begun(_user: Any, offer: Any) -> bool:
    return offer.need.state in BEFORE_SERVICE


@predicate(_("Only the specialist, or the leader of the team, that serves may do this."))
def serves(user: Any, service: Any) -> bool:
    return _serves(user, service.specialist, service.team)


@predicate(_("Only specialists register services. Is your account linked to a specialist? Ask the office."))
def is_a_specialist(user: Any, _thing: Any) -> bool:
    return getattr(user, "specialist", None) is not None


@predicate(_("Who served, or will serve, may not confirm, check or judge it, nor see its code."))
def did_not_serve(user: Any, thing: Any) -> bool:
    mine = getattr(user, "specialist", None)
    return mine is None or mine.pk not in thing.server_ids


@predicate(_("Whoever registered a service neither confirms nor checks it, nor sees its code."))
def did_not_register(user: Any, service: Any) -> bool:
    return service.registered_by_id is None or service.registered_by_id != user.pk


@predicate(_("Only the science office of this place registers services for whoever has no account."))
def registers_for_others(user: Any, offer: Any) -> bool:
    return user.holds(*OFFICERS, place=offer.place)


@predicate(_("Only someone independent, the science office or the auditor of this place, may check a service."))
def checks(user: Any, service: Any) -> bool:
    return user.holds(*OVERSEERS, place=service.place)


@predicate(_("A one-time code of this service is needed."))
def has_code(user: Any, service: Any) -> bool:
    """Only the confirming action makes a bearer, once the code was matched."""
    return getattr(user, "bears_code_of", None) == service.pk


@predicate(_("Only an officer of the place, and not the one who served, may do this."))
def officer_of_service(user: Any, service: Any) -> bool:
    return user.holds(*OFFICERS, place=service.place) and bool(did_not_serve(user, service))


def _holds_some(roles: tuple[str, ...], reason: Any) -> Predicate:
    """For a desk, which shows what lies in one's own places."""
    return predicate(reason)(lambda user, _thing: user.holds_anywhere(*roles))


@predicate(_("Only the town, the village, the hotline or the science office of this place hands over codes."))
def hands_over_codes(user: Any, thing: Any) -> bool:
    return user.holds(*PROXIES, *OFFICERS, place=thing.place)


imports = is_system | is_officer
records_answers = rings_up & has_no_account
writes_needs = (is_proxy | is_requester | is_officer).because(
    _("Only who asks for this place, takes down needs for it, or is its science office may do this.")
)
# Who wrote it, and still may: a role that has ended publishes nothing any more.
writes_own_draft = is_publisher & writes_needs
answers_for_it = (is_requester | is_publisher | is_officer).because(
    _("Only the one who asked, who took this down, or the science office of this place may do this.")
)
reviews_draft = waits_for_review & reviews
reopens = (is_requester | is_committee | is_officer).because(
    _("Only the one who asked, the village committee or the science office of this place may reopen this.")
)
disputes = (has_code | checks).because(
    _("Only the people served, with their code, or someone independent may dispute a service.")
)
registers = (serves | officer_of_service).because(
    _("Only who served, or an officer of the place who did not serve, may do this.")
)
corrects_disputed = officer_of_service.because(
    _(
        "It is disputed: only the science office of this place, and not the one who served, corrects it. "
        "Tell the office what is right."
    )
)

allow("needs.edit", reviews_draft | is_publisher | (is_no_draft & answers_for_it))
allow("needs.match", is_officer)
allow(
    "needs.set_must_serve",
    is_officer.because(_("Only the science office of this place says that a need must be served.")),
)
# Name and telephone of the one who asked; whoever has accepted to come sees them too (`queries.needs.sees_contact`).
allow("needs.see_contact", is_publisher | is_requester | is_proxy | is_officer)
allow("needs.submit_by_qr", anyone)
allow("services.open_form", is_a_specialist)
# The form of a service in the name of whoever has accepted this offer and has no account.
allow("offers.open_form", registers_for_others & has_no_account)
allow("needs.accept_fewer", is_officer)
# The telephone number of somebody invited who has no account, for whoever is to ring up.
allow("offers.see_phone", records_answers)
allow("needs.issue_code", did_not_serve & (is_requester | hands_over_codes))
allow("services.issue_code", did_not_serve & did_not_register & hands_over_codes)
allow("needs.recount_deadline", is_system)
# Whoever brings a code may mistype it.
allow("codes.fail", anyone)
allow("services.bring_code", did_not_serve & did_not_register)
allow(
    "services.answer_for_others",
    is_proxy.because(
        _("Only the hotline, the informant or the village committee of this place may answer for somebody else.")
    ),
)
# To write in a workbook of services that one of them answered this need.
allow("needs.name_in_workbook", imports)
allow("evaluations.import", imports)
allow("services.evaluate", did_not_serve & (asked_for_it | is_committee))
allow("search", signed_in)

_SCIENCE_OFFICE = _("This is the desk of the science office.")
allow("desks.queue", _holds_some(OVERSEERS, _SCIENCE_OFFICE))
allow("desks.bulk", _holds_some(OFFICERS, _SCIENCE_OFFICE))
allow("desks.to_check", _holds_some(OVERSEERS, _("Only the science office and the auditor check services.")))
_TOWN = _("This is the desk of those who take down needs: informant, village committee, hotline.")
allow("desks.town", _holds_some(PROXIES, _TOWN))
