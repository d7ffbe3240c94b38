"""What the people served do: confirm with the slip's QR or its six digits, and judge."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from heluo.base.brake import Brake
from heluo.base.errors import Invalid, Refused
from heluo.base.forms import take_refusal
from heluo.base.requests import Request, address_of
from heluo.base.rules import require
from heluo.needs.actions import answers as do
from heluo.needs.forms.answers import ConfirmForm, EvaluateForm, ProxyConfirmForm
from heluo.needs.models import USABLE_CODES, Service
from heluo.needs.queries import services as queries
from heluo.needs.queries.needs import WAITING
from heluo.needs.rules import PROXIES

# Numbers of services can be guessed: without it one visitor could lock everybody's codes, five tries each.
DIGITS = Brake("confirm-digits", tries=10, seconds=10 * 60)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: Request, token: str) -> HttpResponse:
    """Behind the slip's QR: what was done, and two questions."""
    code = queries.find_code(token)
    if code.service is None or code.state not in USABLE_CODES:
        return render(request, "needs/code_waits.html", {"code": code})
    form = ConfirmForm(request.POST or None, code_is_known=True)
    if request.method == "POST" and form.is_valid():
        done = _confirm(request, form, code.service, channel="qr", token=token)
        if done is not None:
            return done
    context = {"form": form, "service": code.service}
    return render(request, "needs/confirm.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_digits(request: Request) -> HttpResponse:
    """With the number and the six digits of the slip or SMS; the hotline enters what it is told."""
    proxy = bool(request.actor.roles & set(PROXIES))
    form = (ProxyConfirmForm if proxy else ConfirmForm)(
        request.POST or None, initial={"number": request.GET.get("number", "")}
    )
    if request.method == "POST" and form.is_valid():
        service = queries.find_by_number(form.cleaned_data["number"])
        if not _may_enter_digits(request):
            form.add_error(None, _("Too many wrong codes. Wait ten minutes, or ring the hotline."))
        elif service is None:
            form.add_error("number", _("There is no registered service of that number yet."))
        else:
            channel = _channel(request.actor, form, service)
            done = _confirm(request, form, service, channel=channel, code=form.cleaned_data["code"])
            if done is not None:
                DIGITS.release(_name_or_address(request))
                return done
    context = {"form": form, "proxy": proxy}
    return render(request, "needs/confirm.html", context, status=422 if form.errors else 200)


def _may_enter_digits(request: Request) -> bool:
    who = _name_or_address(request)
    return not who or DIGITS.take(who)


def _name_or_address(request: Request) -> str:
    """Whoever is signed in is known by name; a visitor's address is all that there is to go by."""
    return address_of(request) if request.actor.pk is None else str(request.actor.public_id)


def _channel(actor: Any, form: ConfirmForm, service: Service) -> str:
    """How the answer comes. Whether the role holds over that place, the action asks."""
    if not (isinstance(form, ProxyConfirmForm) and form.is_for_somebody_else()):
        return "sms"
    return "hotline" if actor.holds("clerk", place=service.place) else "proxy"


def _confirm(request: Request, form: ConfirmForm, service: Service, **how: Any) -> HttpResponse | None:
    data = form.cleaned_data
    try:
        do.confirm_service(
            actor=request.actor,
            service=service,
            took_place=data["took_place"] == "yes",
            comment=data["comment"],
            caller=data.get("caller", ""),
            judgement=form.judgement(),
            **how,
        )
    except (Invalid, Refused) as error:
        take_refusal(form, error)
    else:
        happy = data["took_place"] == "yes" and data.get("satisfied") != "no"
        return render(request, "needs/thanks.html", {"service": service, "told": _told(service, happy=happy)})
    return None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def evaluate(request: Request, public_id: UUID) -> HttpResponse:
    """The one who asked, or the village committee, judges."""
    service = queries.find(request.actor, public_id)
    require(request.actor, "services.evaluate", service)
    form = EvaluateForm(request.POST or None)
    judgement = form.judgement() if request.method == "POST" and form.is_valid() else None
    if judgement is not None:
        try:
            do.evaluate_service(actor=request.actor, service=service, judgement=judgement)
        except (Invalid, Refused) as error:
            take_refusal(form, error)
        else:
            messages.success(request, _told(service, happy=judgement.is_satisfied))
            return (
                redirect("needs:need", service.need.public_id) if service.need else redirect("needs:service", public_id)
            )
    context = {"form": form, "service": service}
    return render(request, "needs/evaluate.html", context, status=422 if form.errors else 200)


def _told(service: Service, *, happy: bool) -> Any:
    """What came of the answer: the need's own state says it, for there may be none, or the 14 days may be over."""
    # As the page found it: a need that was open already was not opened by this answer.
    was = service.need.state if service.need is not None else ""
    if service.need is not None:
        service.need.refresh_from_db(fields=["state"])
    state = service.need.state if service.need is not None else ""
    if happy:
        return (
            _("Thank you; the need is closed.") if state == "closed" else _("Thank you; your answer was written down.")
        )
    if state in WAITING and was not in WAITING:
        return _("Thank you for saying so. The need is open again and the office was told.")
    return _("Thank you for saying so. Your answer stands with the service.")
