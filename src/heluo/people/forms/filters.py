"""What lists are narrowed to, from their addresses. A value that makes no sense narrows nothing."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heluo.base.forms import Line
from heluo.industries.models import Industry
from heluo.people.models import Agreement, Household, Organisation, Role, Term
from heluo.people.queries import specialists
from heluo.people.queries.accounts import AccountFilter
from heluo.people.queries.organisations import OrganisationFilter
from heluo.people.queries.served import HouseholdFilter
from heluo.people.queries.specialists import SpecialistFilter
from heluo.places import queries as places
from heluo.places.models import Place


class FilterForm(forms.Form):
    """Its selects send the form by themselves where scripts run."""

    q = Line(label=_("Name, pinyin or words"), max_length=60, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "q" in self.fields:
            # The label is for screen readers; on a narrow line the field itself says what it takes.
            self.fields["q"].widget.attrs["placeholder"] = self.fields["q"].label

    def offer(self, name: str, all_of_them: Any, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        field.choices = [("", all_of_them), *choices]  # type: ignore[attr-defined]
        field.widget.attrs["data-submit"] = ""

    def chosen(self, name: str) -> Any:
        """What was chosen, or empty where it makes no sense."""
        self.is_valid()
        return self.cleaned_data.get(name, "")


class WithCounty(FilterForm):
    county = forms.ChoiceField(label=_("County"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._counties: dict[str, Place] = {place.code: place for place in places.counties()}
        self.offer("county", _("All counties"), [(code, place.name) for code, place in self._counties.items()])

    def place(self) -> Place | None:
        return self._counties.get(self.chosen("county"))


class SpecialistFilterForm(WithCounty):
    industry = forms.ChoiceField(label=_("Trade"), required=False)
    level = forms.ChoiceField(label=_("Sent by"), required=False)
    year = forms.ChoiceField(label=_("Year of service"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._industries: dict[str, Industry] = {row.code: row for row in specialists.industries_of_specialists()}
        self.offer("industry", _("All trades"), [(code, row.name) for code, row in self._industries.items()])
        self.offer("level", _("All levels"), list(Term.LEVELS))
        self.offer("year", _("All years"), [(str(year), str(year)) for year in specialists.years_of_terms()])

    def narrowed(self) -> SpecialistFilter:
        return SpecialistFilter(
            words=self.chosen("q"),
            place=self.place(),
            industry=self._industries.get(self.chosen("industry")),
            level=self.chosen("level"),
            year=int(self.chosen("year") or 0) or None,
        )


class OrganisationFilterForm(WithCounty):
    kind = forms.ChoiceField(label=_("Kind"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("kind", _("All kinds"), list(Organisation.KINDS))

    def narrowed(self) -> OrganisationFilter:
        return OrganisationFilter(words=self.chosen("q"), kind=self.chosen("kind"), place=self.place())


class AccountFilterForm(FilterForm):
    role = forms.ChoiceField(label=_("Role"), required=False)
    closed = forms.BooleanField(label=_("Closed accounts"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("role", _("All roles"), list(Role.choices))
        self.fields["closed"].widget.attrs["data-submit"] = ""

    def narrowed(self) -> AccountFilter:
        return AccountFilter(words=self.chosen("q"), role=self.chosen("role"), active=not self.chosen("closed"))


class HouseholdFilterForm(FilterForm):
    q = Line(label=_("Full name of the head"), max_length=60, required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("category", _("All categories"), list(Household.CATEGORIES))

    def narrowed(self) -> HouseholdFilter:
        return HouseholdFilter(name=self.chosen("q"), category=self.chosen("category"))


class AgreementFilterForm(FilterForm):
    q = None  # type: ignore[assignment]
    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("state", _("All states"), list(Agreement.lifecycle.choices))
