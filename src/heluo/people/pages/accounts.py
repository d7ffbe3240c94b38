"""Accounts and grants, for administrators and officers."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heluo.base.forms import done
from heluo.base.listing import found, page_of
from heluo.base.requests import Request
from heluo.base.rules import may, require
from heluo.people.actions import accounts as do
from heluo.people.actions.grants import end_grant, grant_role
from heluo.people.forms.accounts import AccountDetails, GrantForm, NewAccountForm, PasswordForm
from heluo.people.forms.filters import AccountFilterForm
from heluo.people.models import User
from heluo.people.pages.common import form_page
from heluo.people.queries import accounts as queries


@login_required
@require_safe
def list_accounts(request: Request) -> HttpResponse:
    require(request.actor, "accounts.browse")
    form = AccountFilterForm(request.GET)
    page = page_of(request, queries.list_accounts(request.actor, form.narrowed()))
    return render(request, "people/accounts.html", {"form": form, "page": page})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_account(request: Request) -> HttpResponse:
    require(request.actor, "accounts.browse")
    form = NewAccountForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda: do.create_account(actor=request.actor, **form.cleaned_data),
        told=_("The account is made. Now give it a role."),
        then=_address,
        title=_("New account"),
        button=_("Make the account"),
        back=reverse("people:accounts"),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show_account(request: Request, public_id: UUID) -> HttpResponse:
    """The account, its grants, and the form for a further one."""
    account = found(queries.account(request.actor, public_id))
    form = GrantForm(request.actor, request.POST or None)
    if request.method == "POST":
        require(request.actor, "grants.open_form", account)
        given = done(form, lambda: grant_role(actor=request.actor, account=account, **form.cleaned_data))
        if given:
            messages.success(request, _("Granted."))
            return redirect("people:account", account.public_id)
    context = {
        "account": account,
        "grants": [(grant, may(request.actor, "grants.end", grant)) for grant in queries.grants_of(account)],
        "form": form if may(request.actor, "grants.open_form", account) else None,
        "may_edit": may(request.actor, "accounts.edit", account),
        "may_set_password": may(request.actor, "accounts.set_password", account),
        "may_close": may(request.actor, "accounts.deactivate", account),
    }
    return render(request, "people/account.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_account(request: Request, public_id: UUID) -> HttpResponse:
    account = found(queries.account(request.actor, public_id))
    require(request.actor, "accounts.edit", account)
    known = {name: getattr(account, name) for name in ("display_name", "phone", "email", "place")}
    may_move = bool(may(request.actor, "accounts.move", account))
    form = AccountDetails(request.POST or None, initial=known, may_move=may_move)
    return form_page(
        request,
        form,
        lambda: do.edit_account(actor=request.actor, account=account, **form.cleaned_data),
        told=_("Saved."),
        then=_address,
        title=account.display_name,
        button=_("Save"),
        back=_address(account),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def set_password(request: Request, public_id: UUID) -> HttpResponse:
    """A new password for somebody else; one's own is changed on one's own page, which asks for the present one."""
    account = found(queries.account(request.actor, public_id))
    if account.pk == request.actor.pk:
        return redirect("people:me")
    require(request.actor, "accounts.set_password", account)
    form = PasswordForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda: do.set_password(actor=request.actor, account=account, **form.cleaned_data),
        told=_("The new password holds from now; all who were signed in are signed out."),
        then=_address,
        title=_("New password for %(name)s") % {"name": account.display_name},
        button=_("Set the password"),
        back=_address(account),
    )


@login_required
@require_POST
def close_account(request: Request, public_id: UUID) -> HttpResponse:
    account = found(queries.account(request.actor, public_id))
    do.deactivate_account(actor=request.actor, account=account)
    messages.success(request, _("The account is closed; what it did stays."))
    return redirect("people:account", account.public_id)


@login_required
@require_POST
def reopen_account(request: Request, public_id: UUID) -> HttpResponse:
    account = found(queries.account(request.actor, public_id))
    do.reactivate_account(actor=request.actor, account=account)
    messages.success(request, _("The account is open again."))
    return redirect("people:account", account.public_id)


@login_required
@require_POST
def end_role(request: Request, public_id: UUID) -> HttpResponse:
    grant = found(queries.grant(request.actor, public_id))
    end_grant(actor=request.actor, grant=grant)
    messages.success(request, _("The role has ended."))
    return redirect("people:account", grant.user.public_id)


def _address(account: User) -> str:
    return reverse("people:account", args=[account.public_id])
