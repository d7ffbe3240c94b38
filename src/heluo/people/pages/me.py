"""One's own account: language and password, and what one holds."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from heluo.base.forms import done
from heluo.base.listing import found
from heluo.base.requests import Request
from heluo.people.actions import accounts as do
from heluo.people.forms.accounts import LanguageForm, OwnPasswordForm
from heluo.people.pages.common import draw_form
from heluo.people.queries import accounts as queries


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_account(request: Request) -> HttpResponse:
    account = found(queries.account(request.actor, request.actor.public_id))
    form = LanguageForm(request.POST or None, initial={"language": account.language})
    if request.method == "POST":
        saved = done(form, lambda: do.choose_language(actor=account, account=account, **form.cleaned_data))
        if saved:
            return _in_language(redirect("people:me"), saved.language)
    context = {"account": account, "form": form, "grants": account.grants_now}
    return render(request, "people/me.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_password(request: Request) -> HttpResponse:
    account = found(queries.account(request.actor, request.actor.public_id))
    form = OwnPasswordForm(account, request.POST or None)
    if request.method == "POST":
        saved = done(
            form,
            lambda: do.set_password(actor=account, account=account, password=form.cleaned_data["password"]),
        )
        if saved:
            # This session stays; all others of the account end.
            update_session_auth_hash(request, saved)
            messages.success(request, _("Your new password holds from now."))
            return redirect("people:me")
    return draw_form(request, form, title=_("My password"), button=_("Change the password"), back="/me/")


def _in_language(response: HttpResponse, language: str) -> HttpResponse:
    if language:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            samesite="Lax",
            secure=settings.LANGUAGE_COOKIE_SECURE,
        )
    else:
        response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
    return response
