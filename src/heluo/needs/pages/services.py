"""A service as it stands: shown, checked, disputed, voided."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from heluo.base import clock
from heluo.base.errors import Invalid, Refused
from heluo.base.forms import take_refusal
from heluo.base.requests import Request
from heluo.base.rules import may, require
from heluo.needs.actions import services as do
from heluo.needs.forms import acts as ask
from heluo.needs.forms.answers import CheckForm
from heluo.needs.lifecycle import GRADES
from heluo.needs.models import Service
from heluo.needs.pages.common import page_of, stored
from heluo.needs.queries import codes
from heluo.needs.queries import services as queries
from heluo.needs.queries.judged import said_of
from heluo.needs.rules import is_requester

# What may be done with a service on its page; a draft is gone on with, or discarded.
ACTS = ("check", "dispute", "correct", "void")


@require_safe
def service(request: Request, public_id: UUID) -> HttpResponse:
    """One service: who, where, when, its lines, its evidence, its story."""
    found = queries.find(request.actor, public_id)
    context = {
        "service": found,
        "lines": queries.lines_of(request.actor, found),
        "introductions": found.introductions.select_related("variety"),
        "promotions": found.promotions.select_related("technology"),
        "members": queries.who_came(found),
        "confirmations": found.confirmations.order_by("at"),
        "by_one_hand": codes.by_one_hand(found),
        "evaluations": said_of(found),
        "evidence": found.evidence.all(),
        "inside": queries.sees_inside(request.actor, found),
        "acts": [name for name in ACTS if _possible(request.actor, name, found)],
        "may_issue": _may_issue(request.actor, found),
        "asks": found.need is not None and bool(is_requester(request.actor, found.need)),
        "has_code": found.state != "registered" or codes.is_in_hand(service=found),
        "for_office": queries.is_office(request.actor, found),
        "may_go_on": found.state == "drafted" and bool(may(request.actor, "services.draft", found)),
        "newer": getattr(found, "replaced_by", None),
    }
    return render(request, "needs/service.html", context)


@require_safe
@login_required
def evidence(request: Request, public_id: UUID, evidence_id: UUID) -> FileResponse:
    """A photo or document; only for those concerned."""
    item = queries.evidence(request.actor, public_id, evidence_id)
    return FileResponse(
        stored(item.file),
        as_attachment=item.kind == "document",
        headers={
            "Content-Security-Policy": "sandbox",
            "Cache-Control": "private",
            "X-Content-Type-Options": "nosniff",
        },
    )


def _act_page(name: str, form_class: type[forms.Form], title: Any, told: Any) -> Any:
    @login_required
    @require_http_methods(["GET", "HEAD", "POST"])
    def page(request: Request, public_id: UUID) -> HttpResponse:
        found = queries.find(request.actor, public_id)
        require(request.actor, f"services.{name}", found)
        if request.method != "POST":
            found.lifecycle.target(found, name)
        form = form_class(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            try:
                getattr(do, f"{name}_service")(actor=request.actor, service=found, **form.cleaned_data)
            except (Invalid, Refused) as error:
                take_refusal(form, error)
            else:
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
    this_year = clock.today().year
    context = {"page": page, "disputed": disputed, "years": (this_year, this_year - 1, this_year - 2)}
    return render(request, "needs/to_check.html", context)


def _possible(actor: Any, name: str, found: Service) -> bool:
    if found.state == "drafted":
        return False
    return bool(may(actor, f"services.{name}", found)) and found.lifecycle.find(found.state, name) is not None


def _may_issue(actor: Any, found: Service) -> bool:
    return found.state in GRADES and bool(may(actor, "services.issue_code", found))
