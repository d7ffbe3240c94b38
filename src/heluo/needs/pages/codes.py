"""Codes on their way to the people served: printed on a slip, read out, or sent to a number that is typed in."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from heluo.base.requests import Request
from heluo.base.rules import require
from heluo.needs.actions.codes import IssuedCode, issue_code, reissue_for_need
from heluo.needs.forms.answers import SendCodeForm
from heluo.needs.models import Need, Service
from heluo.needs.pages.qr import qr_svg
from heluo.needs.queries import needs as need_queries
from heluo.needs.queries import services as queries

Issue = Callable[[Request, UUID], tuple[Need | Service, IssuedCode]]
Show = Callable[[Request, IssuedCode, Need | Service], HttpResponse]


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def send_code(request: Request, public_id: UUID) -> HttpResponse:
    """A new code for a registered service, to a telephone number of somebody who was there."""
    service = queries.find(request.actor, public_id)
    require(request.actor, "services.issue_code", service)
    contact_phone = service.need.contact_phone if service.need else ""
    form = SendCodeForm(request.POST or None, contact_phone=contact_phone)
    if request.method == "POST" and form.is_valid():
        issue_code(actor=request.actor, service=service, phone=form.number())
        messages.success(request, _("The code goes out by SMS. Where that fails, the service is listed again."))
        return redirect("needs:service", public_id)
    context = {"form": form, "service": service}
    return render(request, "needs/send_code.html", context, status=422 if form.errors else 200)


def _page_of(issue: Issue, show: Show, doc: str) -> Callable[..., HttpResponse]:
    """A page that issues a new code for a need or a service, and shows it once. By POST: the earlier code ends."""

    @never_cache
    @login_required
    @require_POST
    def page(request: Request, public_id: UUID) -> HttpResponse:
        about, issued = issue(request, public_id)
        return show(request, issued, about)

    page.__doc__ = doc
    return page


def _for_need(request: Request, public_id: UUID) -> tuple[Need, IssuedCode]:
    need = need_queries.find(request.actor, public_id)
    return need, reissue_for_need(actor=request.actor, need=need)


def _for_service(request: Request, public_id: UUID) -> tuple[Service, IssuedCode]:
    service = queries.find(request.actor, public_id)
    return service, issue_code(actor=request.actor, service=service)


def _slip(request: Request, issued: IssuedCode, about: Need | Service) -> HttpResponse:
    site = settings.HELUO_BASE_URL.rstrip("/")
    address = site + reverse("needs:confirm-link", args=[issued.plain.token])
    more = {"address": address, "qr": qr_svg(address), "typed_at": site + reverse("needs:confirm")}
    return render(request, "needs/slip.html", _shown(issued, about) | more)


def _read_out(request: Request, issued: IssuedCode, about: Need | Service) -> HttpResponse:
    return render(request, "needs/read_out.html", _shown(issued, about))


def _shown(issued: IssuedCode, about: Need | Service) -> dict[str, Any]:
    page = "needs:need" if isinstance(about, Need) else "needs:service"
    return {
        "about": about,
        "digits": f"{issued.plain.digits[:3]} {issued.plain.digits[3:]}",
        "back": reverse(page, args=[about.public_id]),
    }


need_slip = _page_of(_for_need, _slip, "A new code for a need that waits for its service, to be printed.")
need_read_out = _page_of(_for_need, _read_out, "The same, to be read out over the telephone.")
service_slip = _page_of(_for_service, _slip, "A new code for a registered service, to be printed.")
service_read_out = _page_of(_for_service, _read_out, "The same, to be read out over the telephone.")
