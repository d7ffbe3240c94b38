"""Asking without an account, by QR code or from the front page: the town reviews it."""

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from heluo.base.brake import Brake
from heluo.base.errors import Invalid, NotVisible, Refused
from heluo.base.forms import take_refusal
from heluo.base.requests import Request, address_of
from heluo.base.rules import VISITOR
from heluo.needs.actions.needs import says_the_same, submit_need
from heluo.needs.forms.publish import AskForm
from heluo.needs.pages.qr import qr_svg
from heluo.needs.queries import choices
from heluo.needs.queries import needs as queries
from heluo.needs.queries.alike import like_title
from heluo.places.models import Place
from heluo.places.queries import by_public_id, counties, search_places

# A village behind one address may well ask so much in an hour; a machine asks more.
ASKING = Brake("ask", tries=20, seconds=3600)
# The numbers of what this browser has sent; nobody else may see what waits for the town.
SESSION_KEY = "asked"
MOST_KEPT = 10
# Where something can be asked for.
LEVELS = ("county", "town", "village")


@require_safe
def here(request: Request) -> HttpResponse:
    """What happens to what is asked without an account, whom to ring instead, and where to find one's village."""
    words = request.GET.get("place_words", "")[:60].strip()
    context = {
        "words": words,
        "places": search_places(words, levels=LEVELS, limit=8) if words else [],
        "counties": counties(),
    }
    return render(request, "needs/ask_here.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: Request, public_id: UUID) -> HttpResponse:
    """The page behind the QR code of a village or town."""
    place = _place(public_id)
    form = AskForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and _is_new(form, place) and _may_ask(request, form):
        try:
            need = submit_need(need=form.need(place), photos=form.photos())
        except (Invalid, Refused) as error:
            take_refusal(form, error)
        else:
            kept = request.session.get(SESSION_KEY, [])
            request.session[SESSION_KEY] = [*kept, need.number][-MOST_KEPT:]
            return redirect("needs:asked", place.public_id)
    typed = str(form["title"].value() or "")
    trades = choices.suggest_industries(typed) or choices.common_industries(request.actor)
    same = like_title(request.actor, typed, place)
    context = {"form": form, "place": place, "industries": trades, "same": same}
    return render(request, "needs/ask.html", context, status=422 if form.errors else 200)


def _is_new(form: AskForm, place: Place) -> bool:
    """Whether it was not sent before with other words; with the same words it is answered as the first time."""
    sent = queries.sent_as(VISITOR, form.cleaned_data["client_uuid"])
    if sent is None or says_the_same(sent, form.need(place), form.photos()):
        return True
    form.was_sent_as(sent)
    return False


def _may_ask(request: Request, form: AskForm) -> bool:
    address = address_of(request)
    if not address or ASKING.take(address):
        return True
    form.add_error(None, _("Much was asked from this address within the hour. Wait an hour, or ring the town."))
    return False


@require_safe
def asked(request: Request, public_id: UUID) -> HttpResponse:
    """The number of what was just sent, and what happens next."""
    numbers = request.session.get(SESSION_KEY, [])
    if not numbers:
        raise NotVisible("")
    return render(request, "needs/asked.html", {"place": _place(public_id), "number": numbers[-1]})


@require_safe
def poster(request: Request, public_id: UUID) -> HttpResponse:
    """A sheet to print and hang up in the village: the QR code and three lines."""
    place = _place(public_id)
    address = settings.HELUO_BASE_URL + reverse("needs:ask", args=[place.public_id])
    return render(request, "needs/poster.html", {"place": place, "address": address, "code": qr_svg(address)})


def _place(public_id: UUID) -> Place:
    """The county, town or village of a QR code, as it is today: codes printed before a reform still work."""
    place = by_public_id(public_id)
    while place is not None and place.successor is not None:
        place = place.successor
    if place is None or place.level not in LEVELS:
        raise NotVisible("")
    return place
