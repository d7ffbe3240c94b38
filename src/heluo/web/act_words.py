"""What the ledger's codes say, in words: `needs.publish` is “Need: Publish”.

A lifecycle names its own acts; the others stand here. A new act needs its line: a test looks at all that are written.
"""

from collections.abc import Mapping

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from heluo.base import rules
from heluo.base.errors import Sentence
from heluo.base.lifecycle import act_label
from heluo.people.queries.accounts import Known

_SUBJECTS = {
    "accounts": pgettext_lazy("subject", "Account"),
    "agreements": pgettext_lazy("subject", "Agreement"),
    "bases": pgettext_lazy("subject", "Science base"),
    "codes": pgettext_lazy("subject", "Code"),
    "evaluations": pgettext_lazy("subject", "Judgement"),
    "grants": pgettext_lazy("subject", "Role"),
    "groups": pgettext_lazy("subject", "Service group"),
    "households": pgettext_lazy("subject", "Household"),
    "industries": pgettext_lazy("subject", "Industries"),
    "needs": pgettext_lazy("subject", "Need"),
    "offers": pgettext_lazy("subject", "Invitation"),
    "organisations": pgettext_lazy("subject", "Organisation"),
    "persons": pgettext_lazy("subject", "Person"),
    "places": pgettext_lazy("subject", "Places"),
    "runs": pgettext_lazy("subject", "Computation"),
    "services": pgettext_lazy("subject", "Service"),
    "specialists": pgettext_lazy("subject", "Specialist"),
    "teams": pgettext_lazy("subject", "Service team"),
    "technologies": pgettext_lazy("subject", "Technology"),
    "varieties": pgettext_lazy("subject", "Variety"),
    "workstations": pgettext_lazy("subject", "Workstation"),
}
_ACTS = {
    "accept_fewer": pgettext_lazy("act", "Go on with fewer people"),
    "add_absence": pgettext_lazy("act", "Write down days away"),
    "add_term": pgettext_lazy("act", "Enter a year of service"),
    "cancel": pgettext_lazy("act", "Cancel"),
    "choose_language": pgettext_lazy("act", "Choose the language"),
    "create": pgettext_lazy("act", "Enter"),
    "deactivate": pgettext_lazy("act", "Close"),
    "edit": pgettext_lazy("act", "Change"),
    "edit_own": pgettext_lazy("act", "Change what one says of oneself"),
    "end": pgettext_lazy("act", "End"),
    "erase": pgettext_lazy("act", "Erase for good"),
    "evaluate": pgettext_lazy("act", "Judge"),
    "fail": pgettext_lazy("act", "A wrong try"),
    "finish": pgettext_lazy("act", "Finish"),
    "give": pgettext_lazy("act", "Give"),
    "import": pgettext_lazy("act", "Import"),
    "import_rows": pgettext_lazy("act", "Import rows"),
    "issue_code": pgettext_lazy("act", "Give out a code"),
    "link_account": pgettext_lazy("act", "Tie to an account"),
    "reactivate": pgettext_lazy("act", "Open again"),
    "recount_deadline": pgettext_lazy("act", "Count the deadline again"),
    "reinstate": pgettext_lazy("act", "Take up again"),
    "set_password": pgettext_lazy("act", "Set a new password"),
    "start": pgettext_lazy("act", "Start"),
    "withdraw_absence": pgettext_lazy("act", "Take back days away"),
}
# Who acts without an account; everybody else goes by a public id.
NOBODYS = {
    "system": pgettext_lazy("actor", "Heluo, by itself"),
    "visitor": pgettext_lazy("actor", "Someone without an account"),
}


def in_words(code: str) -> Sentence:
    """“Need: Publish” for `needs.publish`, in the language of whoever reads it; KeyError for one without words."""
    subject, _dot, act = code.partition(".")
    return format_lazy(_("{subject}: {act}"), subject=_SUBJECTS[subject], act=act_label(code) or _ACTS[act])


def said(code: str) -> Sentence:
    """The same for pages: an act of a former version, which nobody names any more, stays a code."""
    try:
        return in_words(code)
    except KeyError:
        return code


def codes_said(words: str) -> list[str]:
    """The acts whose words hold these: `needs.close` for “close”; none for a code or an id."""
    return [code for code in rules.acts() if words.casefold() in str(said(code)).casefold() and said(code) != code]


def actor(code: str, known: Mapping[str, Known]) -> Sentence:
    """Who did it, in words: the name, where it may be known, and today's roles; of everybody else, nothing."""
    if code in NOBODYS:
        return NOBODYS[code]
    who = known.get(code)
    return " · ".join(str(part) for part in (who.name, *who.roles) if part) if who else ""
