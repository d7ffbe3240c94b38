"""The life of a need, of an offer and of a service: three tables. Nothing else in Heluo changes these states."""

from django.utils.translation import gettext_lazy as _

from heluo.base.lifecycle import NEW, Lifecycle, State, Transition, moves
from heluo.base.rules import anyone, is_system
from heluo.needs import rules

# The states in which a service counts in figures, from the weakest evidence to the strongest.
GRADES = {"registered": "claimed", "confirmed": "confirmed", "checked": "checked"}
_OPEN = ("published", "offered")
# Offers on the table: not answered yet, or a yes.
UNANSWERED_OFFERS = ("proposed", "invited")
LIVE_OFFERS = (*UNANSWERED_OFFERS, "accepted")

NEED = Lifecycle(
    subject="needs",
    states=(
        State("draft", _("Not published yet")),
        State("published", _("Looking for someone")),
        State("offered", _("Invited")),
        State("assigned", _("Someone is coming")),
        State("serving", _("Under way")),
        State("served", _("Served")),
        State("closed", _("Closed"), final=True),
        State("withdrawn", _("Withdrawn"), final=True),
        State("declined", _("Declined"), final=True),
        State("expired", _("Expired"), final=True),
    ),
    acts={
        "draft": _("Save a draft"),
        "submit": _("Submit without an account"),
        "publish": _("Publish"),
        "offer": _("Invite"),
        "unoffer": _("Look for someone again"),
        "assign": _("Assign"),
        "release": _("Release"),
        "reoffer": _("Fill the free place"),
        "start": _("Start"),
        "unstart": _("Wait for the service again"),
        "serve": _("Register a service"),
        "close": _("Close"),
        "close_unanswered": _("Close without an answer"),
        "reopen": _("Reopen"),
        "reopen_to_same": _("Reopen for the same specialist"),
        "withdraw": _("Withdraw"),
        "decline": _("Decline"),
        "mark_duplicate": _("Mark as a duplicate"),
        "expire": _("Expire"),
        "republish": _("Publish again"),
        "import_open": _("Import as open"),
        "import_served": _("Import as served"),
        "import_closed": _("Import as closed"),
        "import_withdrawn": _("Import as withdrawn"),
        "import_declined": _("Import as declined"),
    },
    transitions=(
        Transition(NEW, "draft", "draft", rules.writes_needs),
        # Sent again from the same form.
        Transition("draft", "draft", "draft", rules.writes_own_draft),
        Transition(NEW, "submit", "draft", anyone),
        Transition(NEW, "publish", "published", rules.writes_needs),
        Transition("draft", "publish", "published", rules.writes_own_draft | rules.reviews_draft),
        Transition("draft", "withdraw", "withdrawn", rules.is_publisher),
        Transition("published", "offer", "offered", rules.is_officer),
        Transition("offered", "offer", "offered", rules.is_officer),
        Transition("offered", "unoffer", "published", is_system | rules.is_officer),
        Transition("offered", "assign", "assigned", is_system | rules.is_officer),
        *moves(("assigned", "serving"), "release", "published", is_system | rules.is_officer),
        Transition("assigned", "reoffer", "offered", is_system),
        Transition("assigned", "start", "serving", is_system),
        # What was begun or registered turned out to be nothing, and the same people are still to come.
        *moves(("serving", "served", "closed"), "unstart", "assigned", is_system),
        *moves(("served", "closed"), "release", "published", is_system),
        *moves(("assigned", "serving"), "serve", "served", is_system),
        Transition("served", "serve", "served", is_system),
        Transition("served", "close", "closed", is_system | rules.is_officer),
        Transition("served", "close_unanswered", "closed", is_system),
        *moves(("served", "closed"), "reopen", "published", is_system | rules.reopens),
        *moves(("served", "closed"), "reopen_to_same", "assigned", is_system | rules.is_officer),
        *moves((*_OPEN, "assigned", "serving"), "withdraw", "withdrawn", rules.answers_for_it),
        *moves(_OPEN, "decline", "declined", rules.is_officer),
        Transition("draft", "decline", "declined", rules.reviews_draft),
        *moves(_OPEN, "mark_duplicate", "declined", rules.reviews),
        Transition("draft", "mark_duplicate", "declined", rules.reviews_draft),
        *moves(_OPEN, "expire", "expired", is_system),
        *moves(("declined", "expired"), "republish", "published", rules.is_officer),
        # A workbook tells what came to pass elsewhere.
        Transition(NEW, "import_open", "published", rules.imports),
        Transition(NEW, "import_served", "served", rules.imports),
        Transition(NEW, "import_closed", "closed", rules.imports),
        Transition(NEW, "import_withdrawn", "withdrawn", rules.imports),
        Transition(NEW, "import_declined", "declined", rules.imports),
    ),
)

OFFER = Lifecycle(
    subject="offers",
    states=(
        State("proposed", _("Proposed")),
        State("invited", _("Invited")),
        State("accepted", _("Accepted")),
        State("declined", _("Can't come"), final=True),
        State("lapsed", _("No answer in time"), final=True),
        State("withdrawn", _("Withdrawn"), final=True),
    ),
    acts={
        "propose": _("Propose"),
        "invite": _("Invite"),
        "accept": _("Accept"),
        "decline": _("Decline the invitation"),
        "record_yes": _("Record a yes by telephone"),
        "record_no": _("Record a no by telephone"),
        "lapse": _("Lapse"),
        "withdraw": _("Withdraw the invitation"),
        "tell": _("Record what was told by telephone"),
    },
    transitions=(
        Transition(NEW, "propose", "proposed", is_system | rules.is_officer),
        Transition(NEW, "invite", "invited", rules.is_officer),
        Transition("proposed", "invite", "invited", rules.is_officer),
        Transition("invited", "accept", "accepted", rules.is_invited),
        Transition("invited", "decline", "declined", rules.is_invited),
        # An acceptance is part of what happened once the service has begun. Invitations may end at any time.
        Transition("accepted", "decline", "declined", rules.is_invited & rules.has_not_begun),
        # Who has no account is rung up; who has one answers for oneself.
        Transition("invited", "record_yes", "accepted", rules.records_answers),
        Transition("invited", "record_no", "declined", rules.records_answers),
        Transition("accepted", "record_no", "declined", rules.records_answers & rules.has_not_begun),
        Transition("invited", "lapse", "lapsed", is_system),
        *moves(UNANSWERED_OFFERS, "withdraw", "withdrawn", is_system | rules.is_officer),
        Transition("accepted", "withdraw", "withdrawn", is_system | (rules.is_officer & rules.has_not_begun)),
        # The same person comes again, or comes no more, and has no account in which to read it.
        Transition("accepted", "tell", "accepted", rules.records_answers & rules.is_to_be_told),
        Transition("withdrawn", "tell", "withdrawn", rules.records_answers & rules.is_to_be_told),
    ),
)

SERVICE = Lifecycle(
    subject="services",
    states=(
        State("drafted", _("Draft")),
        State("registered", _("Registered")),
        State("confirmed", _("Confirmed")),
        State("checked", _("Checked")),
        State("disputed", _("Disputed")),
        State("corrected", _("Replaced by a correction"), final=True),
        State("voided", _("Voided"), final=True),
    ),
    acts={
        "draft": _("Save a draft"),
        "register": _("Register a service"),
        "confirm": _("Confirm"),
        "check": _("Check"),
        "dispute": _("Dispute"),
        "correct": _("Correct"),
        "void": _("Void"),
        "replace": _("Replace a draft by what was sent later"),
        "import": _("Import"),
    },
    transitions=(
        Transition(NEW, "draft", "drafted", rules.serves),
        Transition(NEW, "register", "registered", rules.registers),
        Transition(NEW, "import", "registered", rules.imports),
        Transition("drafted", "register", "registered", rules.serves),
        Transition("drafted", "void", "voided", rules.serves),
        Transition("drafted", "replace", "voided", rules.serves),
        Transition("registered", "confirm", "confirmed", rules.did_not_serve & rules.has_code),
        Transition("confirmed", "confirm", "confirmed", rules.did_not_serve & rules.has_code),
        Transition("confirmed", "check", "checked", rules.did_not_serve & rules.did_not_register & rules.checks),
        Transition("checked", "confirm", "checked", rules.did_not_serve & rules.has_code),
        *moves(
            tuple(GRADES),
            "dispute",
            "disputed",
            rules.did_not_serve & rules.disputes,
        ),
        *moves(tuple(GRADES), "correct", "corrected", rules.registers),
        # Whose word is doubted does not make it count again.
        Transition("disputed", "correct", "corrected", rules.corrects_disputed),
        *moves((*GRADES, "disputed"), "void", "voided", rules.officer_of_service),
    ),
)
