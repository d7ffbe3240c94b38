"""Service groups, service teams, workstations and popular-science bases."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heluo.base.forms import Line
from heluo.industries.forms import IndustryText
from heluo.people.forms.fields import AccountText, OrganisationText, SpecialistsText, SpecialistText
from heluo.people.models import Group
from heluo.people.queries.accounts import accounts_visible_to
from heluo.places.forms import PlacesText, PlaceText


class _Body(forms.Form):
    name = Line(label=_("Name"), max_length=120)


class _Numbered(forms.Form):
    number = Line(label=_("Number"), max_length=40, help_text=_("As in the office's register."))


class _WithMembers(_Body):
    leader = SpecialistText(label=_("Leader"))
    members = SpecialistsText(label=_("Members"), required=False)


class GroupForm(_WithMembers):
    places = PlacesText(label=_("Counties that it serves"), required=False, levels=["county"])


class NewGroupForm(_Numbered, GroupForm):
    level = forms.ChoiceField(label=_("Sent by"), choices=Group.LEVELS, initial="city")
    industry = IndustryText(label=_("Trade"))

    field_order = ["number", "name", "level", "industry"]


class TeamForm(_WithMembers):
    pass


class NewTeamForm(_Numbered, TeamForm):
    industry = IndustryText(label=_("Trade"))
    place = PlaceText(label=_("Where"))

    field_order = ["number", "name", "industry", "place"]


class WorkstationForm(_Body):
    host = OrganisationText(label=_("Host"))
    place = PlaceText(label=_("Where"))
    head = SpecialistText(label=_("Head"), required=False)


class NewWorkstationForm(_Numbered, WorkstationForm):
    field_order = ["number", "name"]


class ScienceBaseForm(_Body):
    host = OrganisationText(label=_("Host"))
    place = PlaceText(label=_("Where"))
    topic = Line(label=_("Topic"), max_length=120)


class NewScienceBaseForm(_Numbered, ScienceBaseForm):
    field_order = ["number", "name"]


class LinkAccountForm(forms.Form):
    """Empty: the specialist acts through no account."""

    account = AccountText(
        label=_("User name"), required=False, help_text=_("Empty: no account. The role of specialist is granted apart.")
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["account"]
        assert isinstance(field, AccountText)
        field.accounts = accounts_visible_to(user)
