"""What a list of needs is narrowed to, from its address. A value that makes no sense narrows nothing.
And the telephone of a caller, which never stands in an address."""

from dataclasses import replace
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from heluo.base import clock
from heluo.base.forms import Line
from heluo.industries.models import Industry
from heluo.needs.models import Need
from heluo.needs.queries.needs import LIVE, WAITING, Filter, industries_in_use
from heluo.people.forms.fields import Phone
from heluo.places.models import Place
from heluo.places.queries import by_code, counties

# Groups of states, as one asks for them: name → (label, states).
GROUPS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "waiting": (_("Looking for someone"), WAITING),
    "coming": (_("Someone is coming"), ("assigned", "serving")),
    "served": (_("Served, to be judged"), ("served",)),
    "closed": (_("Closed"), ("closed",)),
    "ended": (_("Declined or expired"), ("declined", "expired")),
}

# What only those in charge see.
GROUPS_INSIDE: dict[str, tuple[Any, tuple[str, ...]]] = {**GROUPS, "review": (_("To be reviewed"), ("draft",))}


class FilterForm(forms.Form):
    """County, trade, kind, state, words. Each select sends the form by itself.

    `place` comes with a link, from the map or a search: a county stands in its select, any other place beside it.
    """

    SELECTS = ("county", "industry", "kind", "state")

    q = Line(
        label=_("Words or number"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Words or number")}),
    )
    place = Line(max_length=12, required=False, widget=forms.HiddenInput)
    county = forms.ChoiceField(label=_("County"), required=False)
    industry = forms.ChoiceField(label=_("Trade"), required=False)
    kind = forms.ChoiceField(label=_("What would help"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, data: QueryDict) -> None:
        self._counties: dict[str, Place] = {place.code: place for place in counties()}
        super().__init__(self._with_county(data))
        self._industries: dict[str, Industry] = {industry.code: industry for industry in industries_in_use()}
        self._offer("county", _("All counties"), [(code, place.name) for code, place in self._counties.items()])
        self._offer("industry", _("All trades"), [(code, row.name) for code, row in self._industries.items()])
        self._offer("kind", _("All kinds"), list(Need.KINDS))
        self._offer("state", _("All states"), [(key, label) for key, (label, _states) in GROUPS.items()])

    def _offer(self, name: str, all_of_them: Any, rows: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        field.choices = [("", all_of_them), *rows]  # type: ignore[attr-defined]
        field.widget.attrs["data-submit"] = ""

    def _with_county(self, data: QueryDict) -> QueryDict:
        """A county that came as the place is the chosen one, unless another was chosen since."""
        code = data.get("place", "")
        if code not in self._counties:
            return data
        data = data.copy()
        del data["place"]
        data["county"] = data.get("county") or code
        return data

    def clean_place(self) -> Place | str:
        return by_code(self.cleaned_data["place"]) or ""

    def clean(self) -> dict[str, Any]:
        """A place outside the county that was chosen beside it gives way."""
        data = super().clean() or {}
        county = self._counties.get(data.get("county", ""))
        if data.get("place") and county is not None and not county.covers(data["place"]):
            data["place"] = ""
        return data

    def narrowed(self) -> Filter:
        """The filter; fields that are wrong are left out."""
        self.is_valid()
        data = self.cleaned_data
        return Filter(
            place=data.get("place") or self._counties.get(data.get("county", "")),
            industry=self._industries.get(data.get("industry", "")),
            kind=data.get("kind", ""),
            states=GROUPS_INSIDE[data["state"]][1] if data.get("state") else (),
            words=data.get("q", ""),
        )

    @property
    def selects(self) -> list[forms.BoundField]:
        """What is chosen from lists, which a phone folds away."""
        return [self[name] for name in self.SELECTS]

    @property
    def number_chosen(self) -> int:
        return sum(bool(self.cleaned_data.get(name)) for name in self.SELECTS)

    def is_used(self) -> bool:
        return any(self.cleaned_data.values())


class QueueForm(FilterForm):
    """The officer's: also the late ones, and those that were reopened."""

    ALERTS = ("late", "soon", "reopened", "disputed")
    # Chosen by the tags above the queue.
    only = forms.ChoiceField(choices=[(name, name) for name in ALERTS], required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        states = [*self.fields["state"].choices, ("review", GROUPS_INSIDE["review"][0])]  # type: ignore[attr-defined]
        self.fields["state"].choices = states  # type: ignore[attr-defined]

    def narrowed(self) -> Filter:
        found = super().narrowed()
        return replace(found, states=found.states or LIVE, alert=self.cleaned_data.get("only", ""), today=clock.today())


class CallerForm(forms.Form):
    """The telephone number of whoever rings."""

    phone = Phone(label=_("Telephone of the caller"))
