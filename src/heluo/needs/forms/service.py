"""Registering a service: only what is not known already is asked."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from heluo.base import clock
from heluo.base.forms import Day, Line, OneOf, Paragraph, give_rows
from heluo.catalogue.models import Technology, Variety
from heluo.industries.models import Industry
from heluo.needs.actions.lines import MOST_ATTENDANCES, Attendee, ServiceLines, twice
from heluo.needs.forms.attendees import AttendeesWorkbook, as_typed
from heluo.needs.forms.lines import AttendeesField, CatalogueField, HelpLine, HelpsField
from heluo.needs.forms.photos import PhotoField
from heluo.needs.models import Need, Service
from heluo.needs.queries import helped
from heluo.people.models import Household, Specialist
from heluo.places.models import Place
from heluo.places.queries import in_subtrees

_SEVERAL = _("“%(head)s”: there are several of that name; find them below and press one, or add the telephone number.")
_NOT_FOUND = _(
    "“%(head)s” is not on file in this place, or you have not served here yet. Ask the informant to add the household, "
    "or register without it and correct later."
)


class ServiceForm(forms.Form):
    """One page, one minute. With a need, place, trade and title are known and shown, not asked."""

    kind = forms.ChoiceField(label=_("What was done"), choices=Service.KINDS, initial="visit", widget=forms.RadioSelect)
    place = OneOf(label=_("Where"), error_messages={"required": _("Choose the village, town or county.")})
    title = Line(label=_("What it was about"), max_length=80)
    industry = forms.ModelChoiceField(
        label=_("Which trade"), queryset=Industry.objects.all(), to_field_name="code", empty_label=_("Choose")
    )
    day = Day(label=_("Day"))
    starts = forms.TimeField(
        label=pgettext_lazy("time of day", "From"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    ends = forms.TimeField(
        label=pgettext_lazy("time of day", "Until"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    attendees = AttendeesField(label=_("Who came"), required=False)
    workbook = AttendeesWorkbook(label=_("Names from a workbook"), required=False)
    varieties = CatalogueField(label=_("Varieties introduced"), model=Variety, required=False)
    technologies = CatalogueField(label=_("Technologies promoted"), model=Technology, required=False)
    helps = HelpsField(label=_("Households helped"), required=False)
    narrative = Paragraph(label=_("A few words"), max_length=4000, rows=3, required=False)
    photo = PhotoField(label=_("Photo"), required=False)
    latitude = forms.FloatField(min_value=-90, max_value=90, required=False, widget=forms.HiddenInput)
    longitude = forms.FloatField(min_value=-180, max_value=180, required=False, widget=forms.HiddenInput)
    client_uuid = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        specialist: Specialist,
        need: Need | None = None,
        helped_before: Collection[Household] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.specialist, self.need, self._helped_before = specialist, need, helped_before
        give_rows(self, "place", Place.objects.filter(level__in=("county", "town", "village")))
        trade = self.fields["industry"]
        assert isinstance(trade, forms.ModelChoiceField)
        trade.queryset = self._industries()
        self.initial.setdefault("client_uuid", uuid4())
        if need is not None:
            for name in ("place", "industry"):
                self.fields[name].required = False

    def chosen_place(self) -> Place | None:
        """The place that is chosen now, typed or known, also while other fields are wrong."""
        value = self["place"].value()
        try:
            return self.fields["place"].to_python(value) if value else None
        except ValidationError:
            return None

    def _industries(self) -> QuerySet[Industry]:
        own = self.specialist.expertise.all()
        return own if own.exists() else Industry.objects.all()

    @staticmethod
    def known(need: Need | None) -> dict[str, Any]:
        """What is filled in before anybody types: today, the last two hours, the need's title and kind."""
        now = timezone.localtime(clock.now())
        kinds = {"training": "training", "introduction": "demonstration"}
        known: dict[str, Any] = {
            "day": now.date(),
            "starts": (now - timedelta(hours=2)).time().replace(second=0) if now.hour >= 2 else time(0, 0),
            "ends": now.time().replace(second=0),
        }
        if need is not None:
            known |= {"title": need.title, "kind": kinds.get(need.kind, "visit")}
        return known

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.need is not None:
            data["place"], data["industry"] = self.need.place, self.need.industry
        if data.get("starts") and data.get("ends") and data["ends"] < data["starts"]:
            self.add_error("ends", _("The end lies before the beginning."))
        if data.get("place") and data.get("helps"):
            data["helps"] = self._households(data["place"], data["helps"])
        if "attendees" in data and "workbook" in data:
            self._join_lists(data)
        return data

    def _join_lists(self, data: dict[str, Any]) -> None:
        """Those who were typed and those of the workbook are one list, on which nobody stands twice."""
        typed, unnamed = data["attendees"]
        everyone = [*typed, *data["workbook"]]
        names = twice(everyone)
        if names:
            self.add_error("attendees", _("On the list twice: %(names)s.") % {"names": "、".join(names)})
        elif len(everyone) + unnamed > MOST_ATTENDANCES:
            self.add_error("attendees", _("At most %(most)s in one service.") % {"most": MOST_ATTENDANCES})
        data["attendees"] = everyone, unnamed

    def keep_workbook(self) -> None:
        """Write a right workbook's names below the typed ones: a browser sends a chosen file once only."""
        rows: list[Attendee] = self.cleaned_data.get("workbook") or []
        if rows:
            data = cast(QueryDict, self.data).copy()
            data["attendees"] = "\n".join([data.get("attendees", "").rstrip(), *map(as_typed, rows)]).lstrip()
            self.data = data

    def _households(self, place: Place, lines: list[HelpLine]) -> list[tuple[Household, str, int | None]]:
        """The household of each line: what stood on the service before, or what its specialist may find."""
        rows = helped.households(self.specialist, place, {line.head for line in lines})
        rows += [row for row in self._helped_before if row not in rows]
        found = []
        for line in lines:
            matches = [row for row in rows if line.fits(row)]
            if len(matches) == 1:
                found.append((matches[0], line.measure, line.gain_fen))
            else:
                sentence = _SEVERAL if matches else _NOT_FOUND
                self.add_error("helps", ValidationError(sentence, params={"head": line.head}))
        return found

    def service(self) -> Service:
        """The unsaved service."""
        data, zone = self.cleaned_data, timezone.get_current_timezone()
        return Service(
            need=self.need,
            specialist=self.specialist,
            started_at=datetime.combine(data["day"], data["starts"], zone),
            ended_at=datetime.combine(data["day"], data["ends"], zone),
            **{name: data[name] for name in ("kind", "place", "industry", "title", "narrative", "client_uuid")},
        )

    def changes(self) -> dict[str, Any]:
        """What a correction sets."""
        service = self.service()
        names = ("kind", "place", "industry", "title", "narrative", "started_at", "ended_at")
        return {name: getattr(service, name) for name in names}

    def lines(self) -> ServiceLines:
        data = self.cleaned_data
        attendees, unnamed = data["attendees"]
        return ServiceLines(
            attendees=attendees,
            unnamed=unnamed,
            varieties=data["varieties"],
            technologies=data["technologies"],
            helps=data["helps"] or (),
        )


def typed_again(service: Service) -> dict[str, Any]:
    """A service as its specialist would type it, to be corrected."""
    helps = list(service.helps.all())
    namesakes = _shared_names(service, [line.household for line in helps])
    rows = list(service.attendances.all())
    named = [" ".join(filter(None, (row.person.name, row.person.phone))) for row in rows if row.person]
    unnamed = len(rows) - len(named)
    started, ended = timezone.localtime(service.started_at), timezone.localtime(service.ended_at)
    return {
        "kind": service.kind,
        "place": service.place.public_id,
        "title": service.title,
        "industry": service.industry.code,
        "day": started.date(),
        "starts": started.time(),
        "ends": ended.time(),
        "narrative": service.narrative,
        "attendees": "\n".join([*named, *([str(_("%(n)s unnamed") % {"n": unnamed})] if unnamed else [])]),
        "varieties": "\n".join(_with_area(line.variety.name, line.area_mu) for line in service.introductions.all()),
        "technologies": "\n".join(_with_area(line.technology.name, line.area_mu) for line in service.promotions.all()),
        "helps": "\n".join(_help_text(line, namesakes) for line in helps),
    }


def _with_area(name: str, area: Decimal | None) -> str:
    return name if area is None else f"{name} {area.normalize():f}亩"


def _shared_names(service: Service, helped_there: Collection[Household]) -> set[str]:
    """Hashes of the names that several households bear, among those helped and those of the place."""
    hashes = {household.head_hash for household in helped_there}
    there = Household.objects.filter(in_subtrees(service.place.scope_prefixes, "place__code"), head_hash__in=hashes)
    bearers = set(there.values_list("pk", "head_hash")) | {(one.pk, one.head_hash) for one in helped_there}
    counted = Counter(name for _pk, name in bearers)
    return {name for name, number in counted.items() if number > 1}


def _help_text(line: Any, namesakes: set[str]) -> str:
    """Namesakes are told apart by their tag: whoever served is not told what number is on file."""
    household = line.household
    head = household.head_name + (f"#{helped.tag(household)}" if household.head_hash in namesakes else "")
    gain = "" if line.income_gain_fen is None else f" {Decimal(line.income_gain_fen) / 100:f}元"
    return " ".join(filter(None, (head, line.measure))) + gain
