"""A service: registered on a phone, shown, corrected, checked, disputed, voided."""

import hashlib
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from heluo.base.errors import Invalid, Refused
from heluo.base.forms import take_refusal
from heluo.base.requests import Request
from heluo.base.rules import may, require
from heluo.catalogue.models import Technology, Variety
from heluo.needs.actions import services as do
from heluo.needs.forms import acts as ask
from heluo.needs.forms.answers import CheckForm
from heluo.needs.forms.service import ServiceForm, typed_again
from heluo.needs.models import Evidence, Need, Service
from heluo.needs.pages.common import page_of
from heluo.needs.queries import choices, codes
from heluo.needs.queries import needs as need_queries
from heluo.needs.queries import services as queries
from heluo.people.models import Specialist


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: Request) -> HttpResponse:
    """Register a service, for a need (`?need=`) or without one."""
    specialist, need = _specialist(request), _need(request)
    form = ServiceForm(
        request.POST or None,
        request.FILES or None,
        specialist=specialist,
        need=need,
        initial=ServiceForm.known(need),
    )
    if request.method == "POST" and form.is_valid():
        try:
            service = do.register_service(
                actor=request.actor, service=form.service(), lines=form.lines(), evidence=_evidence(form)
            )
        except (Invalid, Refused) as error:
            _show(form, error)
        else:
            messages.success(request, _("Registered. The people served are asked to confirm it."))
            return redirect("needs:service", service.public_id)
    return _form_page(request, form, need, title=_("Register a service"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: Request, public_id: UUID) -> HttpResponse:
    """Write a service anew; the old version stays."""
    service = queries.find(request.actor, public_id)
    require(request.actor, "services.correct", service)
    specialist = service.specialist or service.team.leader  # type: ignore[union-attr]
    asked, written = request.POST or None, queries.with_lines(service)
    form = ServiceForm(
        asked,
        request.FILES or None,
        specialist=specialist,
        helped_before=[line.household for line in written.helps.all()],
        initial=typed_again(written),
    )
    reason = ask.ReasonForm(asked)
    if request.method == "POST" and form.is_valid() and reason.is_valid():
        try:
            new = do.correct_service(
                actor=request.actor,
                service=service,
                changes=form.changes(),
                lines=form.lines(),
                reason=reason.cleaned_data["reason"],
            )
        except (Invalid, Refused) as error:
            _show(form, error)
        else:
            messages.success(request, _("Corrected. The earlier version stays to be seen, and no longer counts."))
            return redirect("needs:service", new.public_id)
    return _form_page(request, form, service.need, title=_("Correct a service"), reason=reason, service=service)


@require_safe
def service(request: Request, public_id: UUID) -> HttpResponse:
    """One service: who, where, when, its lines, its evidence, its story."""
    found = queries.find(request.actor, public_id)
    context = {
        "service": found,
        "lines": queries.lines_of(request.actor, found),
        "introductions": found.introductions.select_related("variety"),
        "promotions": found.promotions.select_related("technology"),
        "members": found.members.select_related("specialist"),
        "confirmations": found.confirmations.order_by("at"),
        "evaluations": found.evaluations.order_by("at"),
        "evidence": found.evidence.all(),
        "inside": queries.sees_inside(request.actor, found),
        "acts": [name for name in ("check", "dispute", "correct", "void") if _possible(request.actor, name, found)],
        "may_issue": _may_issue(request.actor, found),
        "has_code": codes.is_in_hand(service=found),
        "for_office": queries.is_office(request.actor, found),
        "newer": getattr(found, "replaced_by", None),
    }
    return render(request, "needs/service.html", context)


@require_safe
@login_required
def evidence(request: Request, public_id: UUID, evidence_id: UUID) -> FileResponse:
    """A photo or document; only for those concerned."""
    item = queries.evidence(request.actor, public_id, evidence_id)
    return FileResponse(
        item.file.open("rb"), headers={"Content-Security-Policy": "sandbox", "Cache-Control": "private"}
    )


def _act_page(name: str, form_class: type[forms.Form], title: Any, told: Any) -> Any:
    @login_required
    @require_http_methods(["GET", "HEAD", "POST"])
    def page(request: Request, public_id: UUID) -> HttpResponse:
        found = queries.find(request.actor, public_id)
        require(request.actor, f"services.{name}", found)
        found.lifecycle.target(found, name)
        form = form_class(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            getattr(do, f"{name}_service")(actor=request.actor, service=found, **form.cleaned_data)
            messages.success(request, told)
            return redirect("needs:service", found.public_id)
        context = {"service": found, "form": form, "title": title}
        return render(request, "needs/service_act.html", context, status=422 if form.errors else 200)

    page.__name__, page.__doc__ = f"{name}_page", f"{name} a service."
    return page


check = _act_page("check", CheckForm, _("Check a service"), _("Checked."))
dispute = _act_page(
    "dispute", ask.ReasonForm, _("Dispute a service"), _("Disputed; it does not count until this is settled.")
)
void = _act_page("void", ask.ReasonForm, _("Void a service"), _("Voided; it stays to be seen and counts nowhere."))


@require_safe
@login_required
def to_check(request: Request) -> HttpResponse:
    """What waits for somebody independent: disputes first, then what the people served confirmed."""
    require(request.actor, "desks.to_check")
    disputed = request.GET.get("only") == "disputed"
    page = page_of(request, queries.to_check(request.actor, only_disputed=disputed))
    return render(request, "needs/to_check.html", {"page": page, "disputed": disputed})


def _specialist(request: Request) -> Specialist:
    require(request.actor, "services.open_form")
    return request.actor.specialist


def _need(request: Request) -> Need | None:
    asked = request.GET.get("need") or request.POST.get("need") or ""
    try:
        return need_queries.find(request.actor, UUID(asked)) if asked else None
    except ValueError:
        return None


def _evidence(form: ServiceForm) -> list[Evidence]:
    data, items = form.cleaned_data, []
    if data.get("photo"):
        content = data["photo"]
        items.append(Evidence(kind="photo", file=content, sha256=hashlib.sha256(content.read()).hexdigest()))
        content.seek(0)
    if data.get("latitude") is not None and data.get("longitude") is not None:
        items.append(Evidence(kind="position", latitude=data["latitude"], longitude=data["longitude"]))
    return items


def _show(form: forms.Form, error: Invalid | Refused) -> None:
    """What an action refused stands on the form, with everything that was typed."""
    if isinstance(error, Invalid):
        take_refusal(form, error)
    else:
        form.add_error(None, error.reason)


def _form_page(request: Request, form: ServiceForm, need: Need | None, **more: Any) -> HttpResponse:
    places = queries.recent_places(request.actor)
    if form.errors:
        form.keep_workbook()
    chosen = form.chosen_place()
    if chosen is not None and chosen not in places:
        places.insert(0, chosen)
    about = more.get("service") or need
    more["draft"] = about.public_id if about else "free"
    trades = [need.industry] if need else form.specialist.expertise.all()
    context = {
        "form": form,
        "need": need,
        "places": places,
        "waiting": queries.on_hand(request.actor),
        "varieties": choices.of_trades(Variety, trades),
        "technologies": choices.of_trades(Technology, trades),
        **more,
    }
    return render(request, "needs/register.html", context, status=422 if form.errors else 200)


def _possible(actor: Any, name: str, found: Service) -> bool:
    return bool(may(actor, f"services.{name}", found)) and found.lifecycle.find(found.state, name) is not None


def _may_issue(actor: Any, found: Service) -> bool:
    return found.state in queries.COUNTED and bool(may(actor, "services.issue_code", found))
