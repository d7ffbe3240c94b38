"""The life of an agreement of service."""

from django.utils.translation import gettext_lazy as _

from heluo.base.lifecycle import NEW, Lifecycle, State, Transition, moves
from heluo.base.rules import is_system
from heluo.people.rules import agreements as rules

_client = rules.is_client & rules.is_not_the_specialist

AGREEMENT = Lifecycle(
    subject="agreements",
    states=(
        State("drafted", _("Draft")),
        State("proposed", _("To be signed")),
        State("half_signed", _("Signed by one side")),
        State("in_force", _("In force")),
        State("ended", _("Ended"), final=True),
        State("withdrawn", _("Withdrawn"), final=True),
    ),
    acts={
        "draft": _("Draft an agreement"),
        "propose": _("Put up for signing"),
        "sign_as_specialist": _("Sign as the specialist"),
        "sign_as_client": _("Sign for the client"),
        "end": _("End the agreement"),
        "expire": _("Let the agreement run out"),
        "withdraw": _("Withdraw the draft"),
    },
    transitions=(
        Transition(NEW, "draft", "drafted", rules.is_party | rules.is_officer),
        Transition("drafted", "propose", "proposed", rules.is_party | rules.is_officer),
        Transition("proposed", "sign_as_specialist", "half_signed", rules.is_specialist),
        Transition("proposed", "sign_as_client", "half_signed", _client),
        Transition(
            "half_signed",
            "sign_as_specialist",
            "in_force",
            rules.is_specialist & rules.specialist_is_missing & rules.signed_not_for_client,
        ),
        Transition("half_signed", "sign_as_client", "in_force", _client & rules.client_is_missing),
        Transition("in_force", "end", "ended", rules.is_party | rules.is_officer),
        Transition("in_force", "expire", "ended", is_system),
        *moves(("drafted", "proposed", "half_signed"), "withdraw", "withdrawn", rules.is_party | rules.is_officer),
    ),
)
