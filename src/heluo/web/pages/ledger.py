"""The ledger for auditors: read-only, newest first; each entry with its proof."""

import json

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from heluo.base.errors import NotVisible, Refused
from heluo.base.ledger import proofs
from heluo.base.ledger.models import LedgerEntry, LedgerHead
from heluo.base.requests import Request
from heluo.base.rules import require
from heluo.base.text import normalise
from heluo.web import rules  # noqa: F401  # registers who may read

ROWS = 50


@login_required
@require_safe
def entries(request: Request) -> HttpResponse:
    """Entries, filtered by action or by the public id of what they are about."""
    require(request.actor, "ledger.read")
    asked = normalise(request.GET.get("q", ""))[:64]
    rows = LedgerEntry.objects.order_by("-id")
    if asked:
        rows = rows.filter(subject_id=asked) | rows.filter(action__startswith=asked)
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    context = {"page": page, "asked": asked, "head": LedgerHead.objects.order_by("-size").first()}
    return render(request, "ledger.html", context)


@login_required
@require_safe
def entry(request: Request, number: int) -> HttpResponse:
    """One entry as it was written, its leaf and the head that signs it."""
    require(request.actor, "ledger.read")
    found = _entry(number)
    leaf = getattr(found, "ledgerleaf", None)
    head = LedgerHead.objects.filter(size__gt=leaf.position).order_by("size").first() if leaf else None
    payload = json.dumps(json.loads(found.payload), ensure_ascii=False, indent=2)
    context = {"entry": found, "leaf": leaf, "head": head, "payload": payload}
    return render(request, "ledger_entry.html", context)


@login_required
@require_safe
def proof(request: Request, number: int) -> HttpResponse:
    """The inclusion proof of a sealed entry, to be checked without this site."""
    require(request.actor, "ledger.read")
    try:
        return JsonResponse(proofs.prove(_entry(number).pk))
    except proofs.NoProof:
        raise Refused(_("This entry is not sealed yet; the worker seals every few seconds.")) from None


def _entry(number: int) -> LedgerEntry:
    found = LedgerEntry.objects.filter(pk=number).first() if number < 2**63 else None
    if found is None:
        raise NotVisible("")
    return found
