"""Error pages: each says what happened, what was saved, and what to do. A refusal shows its reason."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import is_valid_path
from django.utils.translation import gettext as _

from heluo.base.errors import Invalid, No

TEMPLATES = {
    HTTPStatus.BAD_REQUEST: "400.html",
    HTTPStatus.FORBIDDEN: "403.html",
    HTTPStatus.NOT_FOUND: "404.html",
    HTTPStatus.METHOD_NOT_ALLOWED: "405.html",
    HTTPStatus.CONFLICT: "409.html",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "413.html",
    HTTPStatus.UNPROCESSABLE_ENTITY: "422.html",
}


class OnlyForForms(No):
    """What only takes a form was opened by its address, or loaded again (HTTP 405)."""

    status = HTTPStatus.METHOD_NOT_ALLOWED


class RefusalsMiddleware:
    """Turns a `heluo.base.errors.No` that a page lets through into its error page, status and reason; and the empty
    answer to an address that only takes what a form sends (typed, or loaded again) into a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.content:
            return _with_page(request, response)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refusal; everything else is Django's to handle."""
        return answer(request, exception) if isinstance(exception, No) else None


def answer(request: HttpRequest, refusal: No) -> HttpResponse:
    """The refusal as a page, as a fragment for htmx, or as JSON, whichever was asked for."""
    # What is not visible does not exist: nothing of why is told.
    reason = "" if refusal.status == HTTPStatus.NOT_FOUND else str(refusal.reason)
    if _wants_json(request):
        body: dict[str, Any] = {"detail": reason or _("There is nothing here.")}
        if isinstance(refusal, Invalid):
            body["fields"] = {name: str(sentence) for name, sentence in refusal.fields.items()}
        return JsonResponse(body, status=refusal.status)
    if request.headers.get("HX-Request") == "true":
        context = {"reason": reason or _("There is nothing here.")}
        response = render(request, "heluo/parts/refusal.html", context, status=refusal.status)
        response.headers["HX-Retarget"] = "#messages"
        response.headers["HX-Reswap"] = "innerHTML show:top"
        return response
    template = TEMPLATES.get(HTTPStatus(refusal.status), "400.html")
    context = {"reason": reason, "above": address_above(request.path)}
    return render(request, template, context, status=refusal.status)


def _with_page(request: HttpRequest, empty: HttpResponse) -> HttpResponse:
    """The same status and allowed methods, with something to read."""
    told = _("This address only takes what a form sends; it can't be opened or loaded again by itself.")
    response = answer(request, OnlyForForms(told))
    response.headers["Allow"] = empty.headers["Allow"]
    return response


def address_above(path: str) -> str:
    """The nearest address above this one that there is: of what is done with a record, the record's. Else, empty."""
    parts = path.strip("/").split("/")[:-1]
    while parts:
        above = "/" + "/".join(parts) + "/"
        if is_valid_path(above):
            return above
        parts.pop()
    return ""


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler400."""
    return render(request, "400.html", {"reason": ""}, status=HTTPStatus.BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler403: PermissionDenied, with its sentence where it has one."""
    return render(request, "403.html", {"reason": str(exception or "")}, status=HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler404; never says why, since a thing that one may not see does not exist."""
    if _wants_json(request):
        return JsonResponse({"detail": _("There is nothing here.")}, status=HTTPStatus.NOT_FOUND)
    return render(request, "404.html", status=HTTPStatus.NOT_FOUND)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token (CSRF) is missing or too old, mostly because one signed in or out in another window."""
    told = _("This page stood open too long, or you signed in or out in another window. Nothing was saved.")
    return render(request, "403.html", {"reason": told, "reload": True}, status=HTTPStatus.FORBIDDEN)


def _wants_json(request: HttpRequest) -> bool:
    return request.path.startswith("/api/") or request.get_preferred_type(["text/html", "application/json"]) == (
        "application/json"
    )
