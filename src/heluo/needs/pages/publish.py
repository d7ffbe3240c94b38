"""Publishing a need, with an account; and what its form proposes while one types."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heluo.base.errors import Invalid, Refused
from heluo.base.forms import take_refusal
from heluo.base.requests import Request
from heluo.base.rules import may, require
from heluo.needs.actions.needs import draft_need, edit_need, publish_need, says_the_same
from heluo.needs.forms.draft import DraftForm, to_mend
from heluo.needs.forms.filters import CallerForm
from heluo.needs.forms.publish import EditForm, NeedForm, RequesterSearch, SameForm
from heluo.needs.models import Need
from heluo.needs.pages.common import back_to
from heluo.needs.queries import choices, where
from heluo.needs.queries import needs as queries
from heluo.needs.queries.alike import like_title
from heluo.needs.rules import OFFICERS
from heluo.places.queries import search_places

LEVELS = ("county", "town", "village")
CHIPS = "needs/parts/{}_chips.html"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """The form, a minute on a phone; sent twice by a shaky network it publishes once.

    It is also what follows upon a caller's number (`begin`): posted, so that the number stands in no address.
    """
    caller = CallerForm(request.POST if "begin" in request.POST else None)
    if caller.is_valid():
        known = _known(request) | {"contact_phone": caller.cleaned_data["phone"], "by_phone": True}
        return _form_page(request, known, is_sent=False)
    return _form_page(request, _known(request), is_sent=request.method == "POST" and not caller.is_bound)


def _go_on(request: Request, draft: Need) -> HttpResponse:
    """One's own draft, in the form in which it was written: all that was asked can be changed, and published."""
    return _form_page(request, NeedForm.of(draft), draft, is_sent=request.method == "POST")


def _form_page(request: Request, initial: dict[str, Any], draft: Need | None = None, *, is_sent: bool) -> HttpResponse:
    sent = (request.POST or None, request.FILES or None) if is_sent else ()
    form = NeedForm(*sent, actor=request.actor, initial=initial)
    if is_sent:
        need = _take(request, form)
        if need is not None:
            return back_to(request, need)
    context = _chips(request, form) | {"draft": draft, "may_change": draft is None and _may_change(request, form)}
    return render(request, "needs/new.html", context, status=422 if form.errors else 200)


def _take(request: Request, form: NeedForm) -> Need | None:
    """What became of what was typed; None where something stands on the form, which is then shown again."""
    is_right, sent = form.is_valid(), queries.sent_as(request.actor, form.cleaned_data.get("client_uuid"))
    if sent is not None:
        if is_right and says_the_same(sent, form.need(), form.photos()):
            return _published(request, sent)
        form.was_sent_as(sent)
        return None
    try:
        return _keep(request, form) if "keep" in request.POST else _publish(request, form)
    except (Invalid, Refused) as error:
        take_refusal(form, error)
        return None


def _publish(request: Request, form: NeedForm) -> Need | None:
    if not form.is_valid():
        return None
    return _published(request, publish_need(actor=request.actor, need=form.need(), photos=form.photos()))


def _published(request: Request, need: Need) -> Need:
    messages.success(request, _("Published. Its number is %(number)s.") % {"number": need.number})
    return need


def _may_change(request: Request, form: NeedForm) -> bool:
    """Whether what was sent before can be changed to what the form says now; its place stays, and what the office
    has set."""
    sent = form.sent
    if sent is None or form.cleaned_data.get("place") != sent.place or sent.must_serve:
        return False
    return sent.state in queries.WAITING and bool(may(request.actor, "needs.edit", sent))


def _keep(request: Request, form: NeedForm) -> Need | None:
    """Keep what can be kept, and say what is to be mended before it can be published."""
    is_right = form.is_valid()
    kept = form if is_right else DraftForm(request.POST, request.FILES, actor=request.actor)
    if isinstance(kept, DraftForm) and not kept.can_be_kept():
        return None
    need = draft_need(actor=request.actor, need=kept.need(), photos=kept.photos())
    messages.success(request, _("Kept as a draft under %(number)s.") % {"number": need.number})
    if not is_right:
        told = _("To be mended before it is published: %(what)s.")
        messages.warning(request, told % {"what": to_mend(form)})
    return need


def _known(request: Request) -> dict[str, Any]:
    """What need not be asked: the place of one's grant, one's own name and number when asking for oneself."""
    actor = request.actor
    own = where.own_places(actor)
    known: dict[str, Any] = {"place": own[0].public_id} if own else {}
    if not choices.speaks_for_others(actor):
        known |= {"contact_name": actor.display_name, "contact_phone": actor.phone}
    if "clerk" in actor.roles:
        known["by_phone"] = True
    return known


def _chips(request: Request, form: NeedForm) -> dict[str, Any]:
    """The chips that are shown before anything was typed, the chosen ones among them."""
    actor = request.actor
    trades = choices.suggest_industries(str(form["title"].value() or "")) or choices.common_industries(actor)
    return {
        "form": form,
        "same": like_title(actor, **form.told()),
        "places": _with_chosen(form, "place", _usual_places(actor)),
        "industries": _with_chosen(form, "industry", trades),
        "organisations": _with_chosen(form, "organisation", choices.organisations(actor, "")),
        "households": _with_chosen(form, "household", []),
    }


def _usual_places(actor: Any) -> list[Any]:
    """The places of one's grants, then those of one's last needs."""
    return list(dict.fromkeys([*where.own_places(actor)[:3], *where.recent_places(actor)]))


def _with_chosen(form: Form, name: str, rows: list[Any]) -> list[Any]:
    """The rows to choose from, with the one that was chosen first, so that an error loses nothing."""
    chosen = form[name].value()
    if not chosen or any(str(row.public_id) == str(chosen) for row in rows):
        return rows
    try:
        return [*form.fields[name].rows.filter(public_id=UUID(str(chosen)))[:1], *rows]  # type: ignore[attr-defined]
    except ValueError:
        return rows


@require_safe
def places(request: Request) -> HttpResponse:
    """Chips of the places that fit what was typed, by name or pinyin; places are public."""
    words = request.GET.get("place_words", "")[:60]
    found = search_places(words, levels=LEVELS, limit=8) if words.strip() else []
    return render(request, CHIPS.format("place"), {"places": found, "words": words})


@require_POST
def places_near(request: Request) -> HttpResponse:
    """Chips of the places near a position. By POST, so that the position stands in no log."""
    try:
        latitude, longitude = float(request.POST["latitude"]), float(request.POST["longitude"])
    except (KeyError, ValueError):
        return HttpResponse(status=204)
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return HttpResponse(status=204)
    return render(request, CHIPS.format("place"), {"places": where.near(latitude, longitude), "near": True})


@require_POST
def industries(request: Request) -> HttpResponse:
    """Chips of the trades that the typed words tell; while they tell none, the usual ones. By POST: it may be long."""
    words = request.POST.get("title", "")[:80]
    found = choices.suggest_industries(words) or choices.common_industries(request.actor)
    return render(request, CHIPS.format("industry"), {"industries": found, "chosen": ""})


@require_POST
def same(request: Request) -> HttpResponse:
    """What was asked already that may be the same; a hint, nothing to be answered. By POST: words may be long."""
    form = SameForm(request.POST)
    found = like_title(request.actor, **form.cleaned_data) if form.is_valid() else []
    return render(request, "needs/parts/same.html", {"same": found})


@login_required
@require_POST
def requesters(request: Request) -> HttpResponse:
    """Organisations by name, or households by whole name or number. By POST: names stand in no log."""
    form = RequesterSearch(request.POST)
    form.is_valid()
    if words := form.cleaned_data.get("organisation_words", ""):
        found = choices.organisations(request.actor, words)
        return render(request, CHIPS.format("organisation"), {"organisations": found, "words": words})
    words = form.cleaned_data.get("household_words", "")
    homes = choices.households(request.actor, words)
    return render(request, CHIPS.format("household"), {"households": homes, "words": words})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, public_id: UUID) -> HttpResponse:
    """Change what is asked while nobody is on the way."""
    need = queries.find(request.actor, public_id)
    require(request.actor, "needs.edit", need)
    if need.state == "draft" and need.publisher == request.actor and need.client_uuid:
        return _go_on(request, need)
    by_officer = request.actor.holds(*OFFICERS, place=need.place)
    form = EditForm(request.POST or None, initial=EditForm.of(need), by_officer=by_officer)
    if request.method == "POST" and form.is_valid():
        changes = form.changes(need)
        if not changes:
            return redirect("needs:need", need.public_id)
        try:
            edit_need(actor=request.actor, need=need, changes=changes)
        except (Invalid, Refused) as error:
            take_refusal(form, error)
        else:
            return back_to(request, need, _("Changed."))
    trades = _with_chosen(form, "industry", choices.suggest_industries(need.title))
    context = {"form": form, "need": need, "industries": trades}
    return render(request, "needs/edit.html", context, status=422 if form.errors else 200)
