"""Writing a service down: registered on a phone, kept as a draft and gone on with, corrected."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from heluo.base.errors import Invalid, NotVisible, Refused
from heluo.base.forms import take_refusal
from heluo.base.requests import Request
from heluo.base.rules import require
from heluo.catalogue.models import Technology, Variety
from heluo.needs.actions import services as do
from heluo.needs.forms.sent import corrects_nothing, says_the_same
from heluo.needs.forms.service import CorrectionForm, SentForm, ServiceForm
from heluo.needs.forms.typed_again import typed_again
from heluo.needs.models import Need, Service
from heluo.needs.queries import choices, offers
from heluo.needs.queries import needs as need_queries
from heluo.needs.queries import services as queries
from heluo.needs.queries.needs import SERVABLE
from heluo.people.models import Specialist


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: Request) -> HttpResponse:
    """Register a service, for a need (`?need=`) or without one; or keep it as a draft.

    An officer registers it for whoever accepted an offer (`?for=`) and has no account.
    """
    if "for" in request.GET:
        return _register_for(request)
    specialist, need = _specialist(request), _need(request)
    team = queries.team_for(need, specialist) if need else None
    form = ServiceForm(
        request.POST or None,
        request.FILES or None,
        specialist=specialist,
        need=need,
        team=team,
        initial=ServiceForm.known(need),
    )
    if request.method == "POST":
        done = _take(request, form)
        if done is not None:
            return done
    return _form_page(request, form, title=_("Register a service"), draftable=True)


def _register_for(request: Request) -> HttpResponse:
    offer = offers.find(request.actor, _offer_id(request))
    require(request.actor, "offers.open_form", offer)
    if offer.state != "accepted" or offer.need.state not in SERVABLE:
        raise Refused(_("Only who has said yes to a need that waits for its service has one to be registered."))
    form = ServiceForm(
        request.POST or None,
        request.FILES or None,
        specialist=offer.specialist,
        need=offer.need,
        team=offer.team,
        by_office=True,
        initial=ServiceForm.known(offer.need),
    )
    if request.method == "POST":
        done = _take(request, form)
        if done is not None:
            return done
    return _form_page(request, form, title=_("Register a service"), registered_for=offer.candidate)


def _offer_id(request: Request) -> UUID:
    try:
        return UUID(request.GET["for"])
    except ValueError:
        raise NotVisible("") from None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def go_on(request: Request, public_id: UUID) -> HttpResponse:
    """Go on with a draft: register it, or keep it for later."""
    sent = _sent(request)
    draft = _draft(request, public_id, sent)
    need = draft.need if draft.need and need_queries.comes(request.actor, draft.need) else None
    if need is not None and need.state not in SERVABLE:
        need = None
    if sent is not None and sent.state != "drafted":
        need = sent.need
    form = ServiceForm(
        request.POST or None,
        request.FILES or None,
        specialist=draft.specialist or request.actor.specialist,
        need=need,
        team=draft.team,
        earlier=draft,
        initial=typed_again(draft),
    )
    if request.method == "POST":
        done = _take(request, form, instead_of=draft)
        if done is not None:
            return done
    return _form_page(
        request,
        form,
        title=_("Go on with a draft"),
        draftable=True,
        earlier=draft,
        lost=draft.need if not need else None,
    )


@login_required
@require_POST
def discard(request: Request, public_id: UUID) -> HttpResponse:
    """Throw a draft away."""
    do.discard_draft(actor=request.actor, draft=_draft(request, public_id))
    messages.success(request, _("The draft was discarded."))
    return redirect("needs:specialist-desk")


def _draft(request: Request, public_id: UUID, sent: Service | None = None) -> Service:
    """The draft; one that is a draft no more only for its own form, which comes again after it was `sent`."""
    draft = queries.find(request.actor, public_id)
    if draft.state != "drafted" and sent is None:
        raise Refused(_("This is no draft any more: it was registered or discarded."))
    require(request.actor, "services.draft", draft)
    return queries.with_lines(draft)


def _take(request: Request, form: ServiceForm, instead_of: Service | None = None) -> HttpResponse | None:
    """Keep what was typed; None where something stands on the form, which is then shown again.

    A shaky network sends a form twice: the second time it is answered as the first time. What was changed since then
    is not swallowed: it stays on the form, with what can be done about it.
    """
    is_right, sent = form.is_valid(), _sent(request)
    if sent is not None and sent.state == "drafted":
        instead_of = sent
    elif sent is not None:
        sent = queries.with_lines(sent)
        if is_right and says_the_same(form, sent):
            return _told(request, sent)
        form.was_sent_as(sent)
        return None
    first = queries.registered_like(form.service()) if is_right and _asks_for_the_first(request, form) else None
    if first is not None:
        form.was_registered_as(first)
        return None
    return _keep(request, form, instead_of) if is_right else None


def _asks_for_the_first(request: Request, form: ServiceForm) -> bool:
    """A draft may be anything; and whoever says that it is another service is not asked again."""
    return "keep" not in request.POST and not form.cleaned_data["another"]


def _sent(request: Request) -> Service | None:
    """What was kept or registered from this very form before."""
    form = SentForm(request.POST)
    return queries.sent_as(request.actor, form.cleaned_data["client_uuid"]) if form.is_valid() else None


def _keep(request: Request, form: ServiceForm, instead_of: Service | None = None) -> HttpResponse | None:
    """Register what was typed, or keep it as a draft; None where the action refused, which then stands on the form."""
    act = do.draft_service if "keep" in request.POST else do.register_service
    try:
        service = act(
            actor=request.actor,
            service=form.service(),
            lines=form.lines(),
            evidence=form.evidence() + form.left_with(instead_of),
            instead_of=instead_of,
        )
    except (Invalid, Refused) as error:
        _show(form, error)
        return None
    _say_left_out(request, form)
    return _told(request, service)


def _say_left_out(request: Request, form: ServiceForm) -> None:
    """Of those who came the name and the number are kept; whoever wrote more of them is told that it is not."""
    if notes := form.left_out():
        told = _("Names and telephone numbers are kept; what stood in brackets is not: %(notes)s.")
        messages.warning(request, told % {"notes": "、".join(notes)[:200]})


def _told(request: Request, service: Service) -> HttpResponse:
    if service.state == "drafted":
        messages.success(request, _("Kept as a draft; it stands on your desk until you register it."))
        return redirect("needs:specialist-desk")
    messages.success(request, _("Registered. The people served are asked to confirm it."))
    return redirect("needs:service", service.public_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: Request, public_id: UUID) -> HttpResponse:
    """Write a service anew; the old version stays."""
    found = queries.find(request.actor, public_id)
    require(request.actor, "services.correct", found)
    service = queries.with_lines(found)
    form = CorrectionForm(
        request.POST or None,
        request.FILES or None,
        specialist=service.specialist,
        team=service.team,
        earlier=service,
        by_office=service.specialist != getattr(request.actor, "specialist", None),
        initial=typed_again(service),
    )
    is_right = request.method == "POST" and form.is_valid()
    if is_right and corrects_nothing(form, service):
        form.add_error("reason", _("Nothing above differs from the record: change what is wrong, then say why."))
    elif is_right:
        try:
            new = do.correct_service(
                actor=request.actor,
                service=service,
                changes=form.changes(),
                lines=form.lines(),
                evidence=form.evidence(),
                reason=form.cleaned_data["reason"],
            )
        except (Invalid, Refused) as error:
            _show(form, error)
        else:
            _say_left_out(request, form)
            messages.success(request, _("Corrected. The earlier version stays to be seen, and no longer counts."))
            return redirect("needs:service", new.public_id)
    return _form_page(request, form, title=_("Correct a service"), earlier=service)


def _specialist(request: Request) -> Specialist:
    require(request.actor, "services.open_form")
    return request.actor.specialist


def _need(request: Request) -> Need | None:
    asked = request.GET.get("need") or request.POST.get("need") or ""
    try:
        return need_queries.find(request.actor, UUID(asked)) if asked else None
    except ValueError:
        return None


def _show(form: ServiceForm, error: Invalid | Refused) -> None:
    """What an action refused stands on the form, with everything that was typed."""
    take_refusal(form, form.refused(error) if isinstance(error, Invalid) else error)


def _form_page(request: Request, form: ServiceForm, **more: Any) -> HttpResponse:
    places = queries.recent_places(request.actor)
    if form.errors:
        form.keep_workbook()
    chosen = form.chosen_place()
    if chosen is not None and chosen not in places:
        places.insert(0, chosen)
    earlier, need = more.get("earlier"), form.need
    about = earlier or need
    trades = [need.industry] if need else form.trades()
    context = {
        "form": form,
        "need": need,
        "known": need or (earlier and earlier.need),
        "draft": about.public_id if about else "free",
        "places": places,
        "waiting": queries.on_hand(request.actor),
        "varieties": choices.of_trades(Variety, trades),
        "technologies": choices.of_trades(Technology, trades),
        "why_not_corrected": queries.why_not_corrected(request.actor, form.sent) if form.sent else "",
        **more,
    }
    return render(request, "needs/register.html", context, status=422 if form.errors else 200)
