"""Publishing a need: only what is not known already is asked."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from heluo.base import clock
from heluo.base.forms import Day, Line, OneOf, Paragraph, give_rows
from heluo.base.rules import VISITOR
from heluo.industries.models import Industry
from heluo.needs.actions.needs import UNCHOSEN
from heluo.needs.forms.once import OnceForm
from heluo.needs.forms.photos import PhotoField, as_row
from heluo.needs.models import Need, NeedPhoto
from heluo.needs.queries import choices
from heluo.people.forms.fields import Phone
from heluo.places.models import Place

MOST_PEOPLE = 20

HAS_LETTERS = RegexValidator(r"[^\W\d_]", _("Write a name or how one calls them, such as Uncle Zhang."))


class WishForm(OnceForm):
    """What everybody is asked, with an account or without."""

    title = Line(label=_("What is needed"), max_length=80, help_text=_("In a few words: which crop, what trouble."))
    kind = forms.ChoiceField(
        label=_("What would help"), choices=Need.KINDS[:3], initial="visit", widget=forms.RadioSelect
    )
    industry = OneOf(label=_("Which trade"), required=False)
    body = Paragraph(
        label=_("A few sentences"),
        max_length=2000,
        required=False,
        help_text=_("Everyone can read this: leave names and telephone numbers out."),
    )
    photo = PhotoField(label=_("Photo"), required=False, help_text=_("Its position and time are removed."))
    contact_name = Line(
        label=_("Whom to ask for"),
        max_length=60,
        widget=forms.TextInput(attrs={"data-private": ""}),
        validators=[HAS_LETTERS],
    )
    contact_phone = Phone(
        label=_("Telephone"), autocomplete="tel", help_text=_("Seen only by the office and by the one who comes.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["industry"].rows = Industry.objects.all()  # type: ignore[attr-defined]
        # A browser cuts what is pasted at this length, in silence; the form says that it is too long.
        for name in ("title", "body"):
            self.fields[name].widget.attrs.pop("maxlength", None)

    def clean(self) -> dict[str, Any]:
        """Where no trade was chosen, the one that the words fit best; where none fits, ask."""
        data = super().clean() or {}
        if not data.get("industry") and data.get("title") and "industry" not in self.errors:
            found = choices.suggest_industries(f"{data['title']} {data.get('body', '')}", limit=1)
            if not found:
                self.add_error("industry", _("Choose the trade; the words don't tell it."))
            data["industry"] = found[0] if found else None
        return data

    def wish(self) -> Need:
        """The unsaved need with what this form knows."""
        data = self.cleaned_data
        taken = ("title", "kind", "industry", "body", "contact_name", "contact_phone", "client_uuid")
        return Need(asked_at=clock.now(), **{name: data[name] for name in taken})

    def photos(self) -> list[NeedPhoto]:
        photo = self.cleaned_data.get("photo")
        return [as_row(photo)] if photo else []


class AskForm(WishForm):
    """By QR code, without an account: the place is known from the code."""

    def need(self, place: Place) -> Need:
        need = self.wish()
        need.place, need.channel = place, "qr"
        return need


def _places_of_needs() -> QuerySet[Place]:
    return Place.objects.filter(level__in=("county", "town", "village"))


class NeedForm(WishForm):
    """With an account: for oneself, for one's organisation, or for somebody else."""

    FOR_WHOM = [
        ("other", _("For somebody else")),
        ("organisation", _("For an organisation")),
        ("household", _("For a household on file")),
        ("self", _("For myself")),
    ]

    kind = forms.ChoiceField(label=_("What would help"), choices=Need.KINDS, initial="visit", widget=forms.RadioSelect)
    place = OneOf(label=_("Where"), error_messages={"required": _("Choose the village, town or county.")})
    latitude = forms.FloatField(min_value=-90, max_value=90, required=False, widget=forms.HiddenInput)
    longitude = forms.FloatField(min_value=-180, max_value=180, required=False, widget=forms.HiddenInput)
    for_whom = forms.ChoiceField(label=_("Who asks"), choices=FOR_WHOM, widget=forms.RadioSelect)
    organisation = OneOf(label=_("Organisation"), required=False)
    household = OneOf(label=_("Household"), required=False)
    by_phone = forms.BooleanField(label=_("Asked by telephone"), required=False)
    urgency = forms.ChoiceField(
        label=_("How urgent"), choices=Need.URGENCIES, initial="normal", widget=forms.RadioSelect
    )
    wanted_from = Day(label=_("From"), required=False)
    wanted_to = Day(label=_("Until"), required=False)
    team_size = forms.IntegerField(label=_("How many people"), min_value=1, max_value=MOST_PEOPLE, initial=1)

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        give_rows(self, "place", _places_of_needs())
        self.fields["organisation"].rows = choices.organisations_for(actor)  # type: ignore[attr-defined]
        self.fields["household"].rows = choices.households_for(actor)  # type: ignore[attr-defined]
        self.is_proxy = choices.speaks_for_others(actor)
        if self.is_proxy:
            self.fields["contact_phone"].required = False
            self.fields["contact_phone"].help_text = _("Nobody has one? Leave it empty; their code comes on a slip.")
        allowed = self.FOR_WHOM if self.is_proxy else self.FOR_WHOM[1::2]
        self.fields["for_whom"].choices = allowed  # type: ignore[attr-defined]
        self.initial.setdefault("for_whom", "other" if self.is_proxy else "self")

    def clean_wanted_from(self) -> Any:
        first = self.cleaned_data["wanted_from"]
        if first and first < clock.today():
            raise ValidationError(_("This day is over already."))
        return first

    def clean_wanted_to(self) -> Any:
        first, last = self.cleaned_data.get("wanted_from"), self.cleaned_data["wanted_to"]
        if last and last < clock.today():
            raise ValidationError(_("This day is over already."))
        if first and last and last < first:
            raise ValidationError(_("This day lies before the first one."))
        return last

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        whom = data.get("for_whom")
        if whom in UNCHOSEN and not data.get(whom) and whom not in self.errors:
            self.add_error(whom, UNCHOSEN[whom])
        if (data.get("latitude") is None) != (data.get("longitude") is None):
            data["latitude"] = data["longitude"] = None
        return data

    @staticmethod
    def of(draft: Need) -> dict[str, Any]:
        """A draft as its writer typed it, to be gone on with."""
        kept = ["title", "kind", "body", "contact_name", "contact_phone", "client_uuid", "latitude", "longitude"]
        kept += ["urgency", "wanted_from", "wanted_to", "team_size"]
        chosen: dict[str, Any] = {"organisation": draft.requester_organisation, "household": draft.requester_household}
        named = next((name for name, row in chosen.items() if row is not None), "")
        whom = draft.to_choose or named or ("other" if draft.is_proxied else "self")
        chosen |= {"industry": draft.industry, "place": draft.place}
        rows = {name: row.public_id for name, row in chosen.items() if row is not None}
        by_phone = draft.channel == "phone"
        return {name: getattr(draft, name) for name in kept} | rows | {"for_whom": whom, "by_phone": by_phone}

    def told(self) -> dict[str, Any]:
        """Title and place as far as they were said and are right."""
        data = getattr(self, "cleaned_data", {})
        return {"title": data.get("title", ""), "place": data.get("place")}

    def need(self) -> Need:
        """The unsaved need, as the action takes it."""
        data, need = self.cleaned_data, self.wish()
        for name in ("place", "latitude", "longitude", "urgency", "wanted_from", "wanted_to", "team_size"):
            setattr(need, name, data[name])
        self._name_requester(need)
        need.channel = "phone" if data["by_phone"] else "proxy" if need.is_proxied else "web"
        return need

    def _name_requester(self, need: Need) -> None:
        whom = self.cleaned_data["for_whom"]
        need.is_proxied = self.is_proxy and whom != "self"
        if whom == "organisation":
            need.requester_organisation = self.cleaned_data["organisation"]
        elif whom == "household":
            need.requester_household = self.cleaned_data["household"]
        elif whom == "self" and self.actor is not VISITOR:
            need.requester_account = self.actor


class SameForm(forms.Form):
    """What is typed so far, to look whether it was asked already."""

    title = Line(max_length=80)
    place = OneOf()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        give_rows(self, "place", _places_of_needs())


class RequesterSearch(forms.Form):
    """What is typed to find the organisation or household that asks; what can't be stored finds nothing."""

    organisation_words = Line(max_length=60, required=False)
    household_words = Line(max_length=60, required=False)


class EditForm(forms.Form):
    """What may still be changed while nobody is on the way."""

    title = Line(label=_("What is needed"), max_length=80)
    body = Paragraph(label=_("A few sentences"), max_length=2000, required=False)
    kind = forms.ChoiceField(label=_("What would help"), choices=Need.KINDS, widget=forms.RadioSelect)
    industry = OneOf(label=_("Which trade"))
    urgency = forms.ChoiceField(label=_("How urgent"), choices=Need.URGENCIES, widget=forms.RadioSelect)
    wanted_from = Day(label=_("From"), required=False)
    wanted_to = Day(label=_("Until"), required=False)
    team_size = forms.IntegerField(label=_("How many people"), min_value=1, max_value=MOST_PEOPLE)
    contact_name = Line(label=_("Whom to ask for"), max_length=60, required=False, validators=[HAS_LETTERS])
    contact_phone = Phone(label=_("Telephone"), autocomplete="tel", required=False)
    must_serve = forms.BooleanField(
        label=_("Must be served"), required=False, help_text=_("Matching a whole county never leaves it open.")
    )

    def __init__(self, *args: Any, by_officer: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not by_officer:
            del self.fields["must_serve"]
        self.fields["industry"].rows = Industry.objects.all()  # type: ignore[attr-defined]

    @staticmethod
    def of(need: Need) -> dict[str, Any]:
        """The initial values."""
        return {name: getattr(need, name) for name in EditForm.base_fields} | {"industry": need.industry.public_id}

    def changes(self, need: Need) -> dict[str, Any]:
        """Only what differs."""
        return {name: value for name, value in self.cleaned_data.items() if getattr(need, name) != value}
