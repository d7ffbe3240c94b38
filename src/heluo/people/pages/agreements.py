"""Agreements of service: drafted, put up, signed by both sides, printed, ended."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heluo.base.forms import done
from heluo.base.listing import found, page_of
from heluo.base.requests import Request
from heluo.base.rules import may, require
from heluo.people.actions import agreements as do
from heluo.people.documents import MEDIA_TYPE, agreement_document
from heluo.people.forms.agreements import AgreementTermsForm, NewAgreementForm, ReasonForm
from heluo.people.forms.filters import AgreementFilterForm
from heluo.people.models import Agreement
from heluo.people.pages.common import draw_form, form_page
from heluo.people.queries import agreements as queries

# One press of a button does it.
_BUTTONS = {
    "propose": do.propose_agreement,
    "sign_as_specialist": do.sign_as_specialist,
    "sign_as_client": do.sign_as_client,
}
# These say why.
_REASONED = {"end": do.end_agreement, "withdraw": do.withdraw_agreement}


@login_required
@require_safe
def list_agreements(request: Request) -> HttpResponse:
    form = AgreementFilterForm(request.GET)
    page = page_of(request, queries.list_agreements(request.actor, form.chosen("state")))
    context = {"form": form, "page": page, "may_enter": may(request.actor, "agreements.open_form")}
    return render(request, "people/agreements.html", context)


@login_required
@require_safe
def show_agreement(request: Request, public_id: UUID) -> HttpResponse:
    """The agreement as it is printed, with what this user may do with it now."""
    agreement = found(queries.agreement(request.actor, public_id))
    possible = [move.act for move in agreement.lifecycle.possible(request.actor, agreement)]
    names = agreement.lifecycle.acts
    context = {
        "agreement": agreement,
        "buttons": [(act, names[act]) for act in possible if act in _BUTTONS],
        "reasoned": [(act, names[act]) for act in possible if act in _REASONED],
        "may_edit": may(request.actor, "agreements.edit", agreement),
    }
    return render(request, "people/agreement.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_agreement(request: Request) -> HttpResponse:
    require(request.actor, "agreements.open_form")
    form = NewAgreementForm(request.POST or None, initial={"specialist": request.GET.get("specialist", "")[:40]})
    return form_page(
        request,
        form,
        lambda: do.draft_agreement(actor=request.actor, **form.terms()),
        told=_("Drafted. Read it once more, then put it up for signing."),
        then=_address,
        title=_("New agreement"),
        button=_("Save the draft"),
        back=reverse("people:agreements"),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_agreement(request: Request, public_id: UUID) -> HttpResponse:
    agreement = found(queries.agreement(request.actor, public_id))
    require(request.actor, "agreements.edit", agreement)
    known = {name: getattr(agreement, name) for name in ("first_day", "last_day", "tasks", "duties_of_client")}
    form = AgreementTermsForm(request.POST or None, initial={**known, "fee": agreement.fee_yuan})
    return form_page(
        request,
        form,
        lambda: do.edit_agreement(actor=request.actor, agreement=agreement, **form.terms()),
        told=_("Saved."),
        then=_address,
        title=agreement.number,
        button=_("Save"),
        back=_address(agreement),
    )


@login_required
@require_POST
def act_on_agreement(request: Request, public_id: UUID, act: str) -> HttpResponse:
    """Put up or sign."""
    agreement = found(queries.agreement(request.actor, public_id))
    if act not in _BUTTONS:
        raise Http404
    changed = _BUTTONS[act](actor=request.actor, agreement=agreement)
    messages.success(request, _("Now: %(state)s.") % {"state": changed.get_state_display()})
    return redirect("people:agreement", agreement.public_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def end_agreement(request: Request, public_id: UUID, act: str) -> HttpResponse:
    """End or withdraw, with a reason."""
    agreement = found(queries.agreement(request.actor, public_id))
    if act not in _REASONED:
        raise Http404
    require(request.actor, f"agreements.{act}", agreement)
    form = ReasonForm(request.POST or None)
    if request.method == "POST":
        changed = done(form, lambda: _REASONED[act](actor=request.actor, agreement=agreement, **form.cleaned_data))
        if changed:
            messages.success(request, _("Now: %(state)s.") % {"state": changed.get_state_display()})
            return redirect("people:agreement", agreement.public_id)
    label = agreement.lifecycle.acts[act]
    return draw_form(request, form, title=label, button=label, back=_address(agreement))


@login_required
@require_safe
def download_agreement(request: Request, public_id: UUID) -> HttpResponse:
    """The Word document."""
    agreement = found(queries.agreement(request.actor, public_id))
    response = HttpResponse(agreement_document(agreement), content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{agreement.number}.docx"'
    return response


def _address(agreement: Agreement) -> str:
    return reverse("people:agreement", args=[agreement.public_id])
