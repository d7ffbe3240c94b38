"""A need that is only kept: what can be stored is, and what stands in the way of its publication is said."""

from typing import Any

from django.utils.translation import gettext as _

from heluo.base.forms import Line, Paragraph
from heluo.needs.forms.publish import NeedForm
from heluo.needs.models import Need
from heluo.people import telephone

MOST_TITLE = 80
# Without these nothing is kept: the form stays as it is, with everything that was typed.
_NEEDED = frozenset({"title", "place", "industry", "body", "contact_name", "contact_phone", "client_uuid", "__all__"})
_USUAL: dict[str, Any] = {"kind": "visit", "urgency": "normal", "team_size": 1, "by_phone": False}


class DraftForm(NeedForm):
    """The form of a need, where nothing that can be stored is refused."""

    title = Line(max_length=2000)
    body = Paragraph(max_length=20_000, required=False)
    contact_name = Line(max_length=60, required=False)
    contact_phone = Line(max_length=40, required=False)  # type: ignore[assignment]

    def clean_wanted_from(self) -> Any:
        return self.cleaned_data["wanted_from"]

    def clean_wanted_to(self) -> Any:
        """A day that is over can be kept; one before the first day can't, and is left out."""
        first, last = self.cleaned_data.get("wanted_from"), self.cleaned_data["wanted_to"]
        return None if first and last and last < first else last

    def can_be_kept(self) -> bool:
        return not _NEEDED & self.errors.keys()

    def need(self) -> Need:
        """The unsaved draft. Too long a title is cut; all of it then stands before the other sentences."""
        for name in self.errors:
            self.cleaned_data[name] = _USUAL.get(name)
        self.cleaned_data["contact_phone"] = telephone.tidy(self.cleaned_data["contact_phone"])
        title = self.cleaned_data["title"]
        if len(title) > MOST_TITLE:
            self.cleaned_data["title"] = title[:MOST_TITLE]
            self.cleaned_data["body"] = f"{title}\n{self.cleaned_data['body']}".strip()
        return super().need()

    def _name_requester(self, need: Need) -> None:
        super()._name_requester(need)
        whom = self.cleaned_data["for_whom"]
        if whom in ("organisation", "household") and not self.cleaned_data[whom]:
            need.to_choose = whom
        if not (self.is_proxy or need.requester_organisation or need.requester_household):
            need.requester_account = self.actor


def to_mend(strict: NeedForm) -> str:
    """What the form that publishes has against it, a sentence for each field."""
    faults = [f"{strict[name].label}: {error}" for name, errors in strict.errors.items() for error in errors]
    if "title" in strict.errors:
        faults.append(_("the whole of it stands before the other sentences"))
    return _("; ").join(faults)
