"""Registering a service: only what is not known already is asked."""

import hashlib
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.validators import MinValueValidator
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from heluo.base import clock
from heluo.base.errors import Invalid
from heluo.base.forms import Day, Line, OneOf, Paragraph, give_rows
from heluo.catalogue.models import Technology, Variety
from heluo.industries.models import Industry
from heluo.needs.actions.lines import MOST_ATTENDANCES, Attendee, ServiceLines, twice
from heluo.needs.actions.services import EARLIEST, MOST_DAYS, handed_on, time_faults
from heluo.needs.forms.acts import ReasonForm
from heluo.needs.forms.attendees import AttendeesWorkbook, as_typed
from heluo.needs.forms.carried import Carried
from heluo.needs.forms.evidence import DocumentsField, PhotosField
from heluo.needs.forms.lines import AttendeesField, CatalogueField, HelpLine, HelpsField
from heluo.needs.forms.once import OnceForm
from heluo.needs.models import Evidence, Need, Service
from heluo.needs.queries import helped
from heluo.people.models import Household, Specialist, Team
from heluo.places.models import Place

_SEVERAL = _("“%(head)s”: there are several of that name; find them below and press one, or add the telephone number.")
_NOT_FOUND = _(
    "“%(head)s” is not on file in this place, or you have not served here yet. Ask the informant to add the household, "
    "or register without it and correct later."
)
_HELPED_TWICE = _("“%(head)s” stands here twice: write what was done, and the whole gain, on one line.")

_NOT_BEFORE = MinValueValidator(EARLIEST.date(), _("This lies before the year 2000."))


class Members(forms.ModelMultipleChoiceField):
    """Who of the team came; each is shown by the name alone."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Specialist) -> str:
        return obj.name


class KeptEvidence(forms.ModelMultipleChoiceField):
    """What the earlier version or the draft has; what is unticked is left out."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Evidence) -> str:
        if obj.kind == "position":
            return f"{obj.get_kind_display()} {obj.latitude:.4f}, {obj.longitude:.4f}"
        return f"{obj.get_kind_display()} {obj.note}".strip()


class SentForm(forms.Form):
    """The id under which a device sends a form, alone."""

    client_uuid = forms.UUIDField()


class ServiceForm(OnceForm):
    """One page, one minute. With a need, place, trade and title are known and shown, not asked."""

    kind = forms.ChoiceField(label=_("What was done"), choices=Service.KINDS, initial="visit", widget=forms.RadioSelect)
    place = OneOf(label=_("Where"), error_messages={"required": _("Choose the village, town or county.")})
    title = Line(label=_("What it was about"), max_length=80)
    industry = forms.ModelChoiceField(
        label=_("Which trade"), queryset=Industry.objects.all(), to_field_name="code", empty_label=_("Choose")
    )
    day = Day(label=_("Day"), validators=[_NOT_BEFORE])
    last_day = Day(
        label=_("Last day, if it took several"),
        required=False,
        help_text=_("15 days at most."),
        validators=[_NOT_BEFORE],
    )
    starts = forms.TimeField(
        label=pgettext_lazy("time of day", "From"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    ends = forms.TimeField(
        label=pgettext_lazy("time of day", "Until"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    members = Members(label=_("Who of the team came"), queryset=Specialist.objects.none(), to_field_name="public_id")
    attendees = AttendeesField(label=_("Who came"), required=False)
    workbook = AttendeesWorkbook(label=_("Names from a workbook"), required=False)
    varieties = CatalogueField(label=_("Varieties introduced"), model=Variety, required=False)
    technologies = CatalogueField(label=_("Technologies promoted"), model=Technology, required=False)
    helps = HelpsField(label=pgettext_lazy("a list of them", "Households helped"), required=False)
    narrative = Paragraph(label=_("A few words"), max_length=4000, rows=3, required=False)
    kept = KeptEvidence(
        label=_("Photos and documents so far"),
        queryset=Evidence.objects.none(),
        to_field_name="public_id",
        required=False,
        help_text=_("Untick what does not belong here."),
    )
    another = forms.BooleanField(label=_("This was another visit"), required=False)
    photos = PhotosField(label=_("Photos"), required=False)
    documents = DocumentsField(label=_("Documents"), required=False)
    latitude = forms.FloatField(min_value=-90, max_value=90, required=False, widget=forms.HiddenInput)
    longitude = forms.FloatField(min_value=-180, max_value=180, required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        specialist: Specialist | None,
        need: Need | None = None,
        team: Team | None = None,
        earlier: Service | None = None,
        by_office: bool = False,
        **kwargs: Any,
    ) -> None:
        """`earlier` is the version that is corrected, or the draft that is gone on with, with its lines."""
        super().__init__(*args, **kwargs)
        self.specialist, self.need, self.team, self.earlier, self.by_office = specialist, need, team, earlier, by_office
        self.carried = Carried(earlier)
        # What may be this same service, registered already.
        self.first: Service | None = None
        give_rows(self, "place", Place.objects.filter(level__in=("county", "town", "village")))
        self._rows("industry", self._industries())
        self._rows("members", self._members())
        self._rows("kept", Evidence.objects.filter(service=earlier) if earlier else Evidence.objects.none())
        if need is not None:
            del self.fields["place"], self.fields["industry"]
        if team is None:
            del self.fields["members"]
        if earlier is None or not earlier.evidence.all():
            del self.fields["kept"]

    def _rows(self, name: str, rows: QuerySet[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows
        if isinstance(field, forms.ModelMultipleChoiceField):
            self.initial.setdefault(name, [row.public_id for row in rows])

    def chosen_place(self) -> Place | None:
        """The place that is chosen now, typed or known, also while other fields are wrong."""
        if self.need is not None:
            return self.need.place
        value = self["place"].value()
        try:
            return self.fields["place"].to_python(value) if value else None
        except ValidationError:
            return None

    def trades(self) -> QuerySet[Industry]:
        """The expertise of the one who serves, or of the team's leader."""
        return self._who().expertise.all()

    def _who(self) -> Specialist:
        return self.specialist or self.team.leader  # type: ignore[union-attr]

    def _industries(self) -> QuerySet[Industry]:
        """The trades, and the one that was chosen before; without any, all."""
        own = set(self.trades().values_list("pk", flat=True))
        if not own:
            return Industry.objects.all()
        return Industry.objects.filter(Q(pk__in=own) | Q(pk=self.earlier.industry_id if self.earlier else None))

    def _members(self) -> QuerySet[Specialist]:
        """The team as it is now, and whoever the earlier version names."""
        named = [line.specialist_id for line in self.earlier.members.all()] if self.earlier else []
        return Specialist.objects.filter(Q(teams=self.team) | Q(pk__in=named)).distinct().order_by("pk")

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
        self._check_times(data)
        self._check_members(data)
        if data.get("place") and data.get("helps"):
            data["helps"] = self._households(data["place"], data["helps"])
        if "attendees" in data and "workbook" in data:
            self._join_lists(data)
        return data

    def _check_times(self, data: dict[str, Any]) -> None:
        """All that is wrong with day and times is said with the other faults, not after them."""
        first, last = data.get("day"), data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("This day lies before the first one."))
        elif first and last and (last - first).days >= MOST_DAYS:
            self.add_error("last_day", _("A service lasts 15 days at most; register longer work as several."))
        elif first and data.get("starts") and data.get("ends"):
            self._take_time_faults(data)

    def _take_time_faults(self, data: dict[str, Any]) -> None:
        corrects = self.earlier if self.earlier and self.earlier.state != "drafted" else None
        who = {"specialist": self.specialist, "team": self.team}
        faults = time_faults(Service(replaces=corrects, **who, **self._times(data)))
        # A field leaves the data with its first fault.
        for name, sentence in [(self._typed_as(name, data), sentence) for name, sentence in faults.items()]:
            self.add_error(name, sentence)

    def _check_members(self, data: dict[str, Any]) -> None:
        """The leader registers also what others of the team did; everybody else only what they took part in."""
        came, who = data.get("members"), self.specialist
        if came is None or who is None or who in came or self.by_office:
            return
        if self.team is not None and self.team.leader_id != who.pk:
            self.add_error("members", _("Only the leader registers a service at which he or she was not."))

    def _join_lists(self, data: dict[str, Any]) -> None:
        """Those who were typed and those of the workbook are one list, on which nobody stands twice."""
        typed, unnamed = data["attendees"]
        everyone = [*typed, *data["workbook"]]
        people = self.carried.people(everyone)
        names = twice([one for one in people if isinstance(one, Attendee)])
        if names:
            self.add_error("attendees", _("On the list twice: %(names)s.") % {"names": "、".join(names)})
        elif len(everyone) + unnamed + len(self.carried.erased_people) > MOST_ATTENDANCES:
            self.add_error("attendees", _("At most %(most)s in one service.") % {"most": MOST_ATTENDANCES})
        data["attendees"] = people, unnamed

    def refused(self, error: Invalid) -> Invalid:
        """What the action says of a service's begin and end, said of the day and the times that are typed here."""
        typed = {self._typed_as(name, self.cleaned_data): sentence for name, sentence in error.fields.items()}
        return Invalid(error.reason, typed)

    @staticmethod
    def _typed_as(name: str, data: dict[str, Any]) -> str:
        """The field in which a service's begin or end was typed."""
        if name == "ended_at":
            last = "last_day" if data.get("last_day") else "day"
            return last if data[last] > clock.today() else "ends"
        return "day" if name == "started_at" else name

    @staticmethod
    def _times(data: dict[str, Any]) -> dict[str, datetime]:
        zone = timezone.get_current_timezone()
        return {
            "started_at": datetime.combine(data["day"], data["starts"], zone),
            "ended_at": datetime.combine(data.get("last_day") or data["day"], data["ends"], zone),
        }

    def was_registered_as(self, first: Service) -> None:
        """It may be the same service: whoever sends the form says that it is another one."""
        self.first = first
        told = _(
            "You have registered %(number)s for this place and day already. Is this another visit? Then tick it below."
        )
        self.add_error("another", told % {"number": first.number})

    def keep_workbook(self) -> None:
        """Write a right workbook's names below the typed ones: a browser sends a chosen file once only."""
        rows: list[Attendee] = self.cleaned_data.get("workbook") or []
        if rows:
            data = cast(QueryDict, self.data).copy()
            data["attendees"] = "\n".join([data.get("attendees", "").rstrip(), *map(as_typed, rows)]).lstrip()
            self.data = data
            self.fields["workbook"].widget.attrs["data-taken"] = ""

    def _households(self, place: Place, lines: list[HelpLine]) -> list[tuple[Household, str, int | None]]:
        """The household of each line: what stood on the service before, or what its specialist may find."""
        rows = helped.households(self._who(), place, {line.head for line in lines})
        rows += [line.household for line in self.carried.known_helps if line.household not in rows]
        found: list[tuple[Household, str, int | None]] = []
        for line in lines:
            matches = [row for row in rows if line.fits(row)]
            if len(matches) == 1 and any(matches[0] == household for household, _measure, _gain in found):
                self.add_error("helps", ValidationError(_HELPED_TWICE, params={"head": line.head}))
            elif len(matches) == 1:
                found.append((matches[0], line.measure, line.gain_fen))
            else:
                sentence = _SEVERAL if matches else _NOT_FOUND
                self.add_error("helps", ValidationError(sentence, params={"head": line.head}))
        return found

    def left_out(self) -> list[str]:
        """What stood in brackets after names and is not kept."""
        field = self.fields["attendees"]
        assert isinstance(field, AttendeesField)
        return field.left_out

    def service(self) -> Service:
        """The unsaved service."""
        return Service(need=self.need, client_uuid=self.cleaned_data["client_uuid"], **self.changes())

    def changes(self) -> dict[str, Any]:
        """What a correction sets."""
        data = self.cleaned_data
        came = data.get("members")
        was_there = came is None or self.specialist in came
        return {
            "specialist": self.specialist if was_there else None,
            "team": self.team,
            **self._times(data),
            **{name: data[name] for name in ("kind", "place", "industry", "title", "narrative")},
        }

    def lines(self) -> ServiceLines:
        data = self.cleaned_data
        attendees, unnamed = data["attendees"]
        erased = [(line.household, line.measure, line.income_gain_fen) for line in self.carried.erased_helps]
        return ServiceLines(
            attendees=[*attendees, *self.carried.erased_people],
            unnamed=unnamed,
            varieties=data["varieties"],
            technologies=data["technologies"],
            helps=[*data["helps"], *erased],
            members=list(data["members"]) if "members" in data else self._named_before(),
        )

    def _named_before(self) -> list[Specialist]:
        """Without a team nobody is asked who came along; whom the earlier version names, the next one does too."""
        return [line.specialist for line in self.earlier.members.all()] if self.earlier else []

    def evidence(self) -> list[Evidence]:
        """All that the service has now: what was kept, and what was added. A new position takes the old one's place."""
        data = self.cleaned_data
        is_placed = data.get("latitude") is not None and data.get("longitude") is not None
        items = [handed_on(item) for item in data.get("kept", ()) if not (is_placed and item.kind == "position")]
        items += _files("photo", data["photos"]) + _files("document", data["documents"])
        if is_placed:
            items.append(Evidence(kind="position", latitude=data["latitude"], longitude=data["longitude"]))
        return items

    def left_with(self, draft: Service | None) -> list[Evidence]:
        """Photos and documents of the draft kept from this very form: a browser sends a chosen file once only."""
        if draft is None or draft == self.earlier:
            return []
        before = self.earlier.evidence.all() if self.earlier else ()
        known = {item.sha256 for item in (*self.evidence(), *before)}
        return [handed_on(item) for item in draft.evidence.exclude(kind="position") if item.sha256 not in known]


class CorrectionForm(ServiceForm):
    """A service written anew, and why."""

    reason = ReasonForm.base_fields["reason"]


def _files(kind: str, files: Iterable[ContentFile]) -> list[Evidence]:
    items = []
    for file in files:
        items.append(Evidence(kind=kind, file=file, sha256=hashlib.sha256(file.read()).hexdigest()))
        file.seek(0)
    return items
