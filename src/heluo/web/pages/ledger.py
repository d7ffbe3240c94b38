"""The ledger for auditors: read-only, newest first; each entry with its proof."""

import json
from collections.abc import Collection, Iterable
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from heluo.base.errors import Refused, Sentence
from heluo.base.ledger import proofs, reading
from heluo.base.ledger.models import LedgerEntry
from heluo.base.requests import Request
from heluo.base.rules import require
from heluo.base.text import normalise
from heluo.needs.queries.numbered import numbered
from heluo.people.queries import accounts
from heluo.web import (
    act_words,
    rules,  # noqa: F401  # registers who may read
)
from heluo.web.pages import ledger_links

ROWS = 50


@login_required
@require_safe
def entries(request: Request) -> HttpResponse:
    """Entries, filtered by act, in words or as its code, or by the number or the public id of what they are about."""
    require(request.actor, "ledger.read")
    asked = normalise(request.GET.get("q", ""))[:64]
    found = reading.newest_first(
        asked, acts=act_words.codes_said(asked) if asked else (), about=numbered(request.actor, asked)
    )
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    page.object_list = reading.legible(cast(QuerySet[LedgerEntry], page.object_list))
    altered = reading.altered(page)
    context: dict[str, Any] = {"page": page, "asked": asked, "head": reading.newest_head()}
    context |= {"altered": altered, "who": _who(request, page, altered)}
    return render(request, "ledger.html", context)


def _who(request: Request, found: Iterable[LedgerEntry], altered: Collection[int]) -> dict[str, Sentence]:
    """The entries' actors in words, as far as this reader may know who they are; of an altered one nobody knows."""
    asked = {one.actor for one in found if one.pk not in altered} - act_words.NOBODYS.keys()
    known = accounts.known(request.actor, asked)
    return {one.actor: act_words.actor(one.actor, known) for one in found}


@login_required
@require_safe
def entry(request: Request, number: int) -> HttpResponse:
    """One entry as it was written, its leaf and the head that signs it."""
    require(request.actor, "ledger.read")
    found = reading.entry(number)
    leaf, head = reading.sealed(found)
    altered = reading.altered([found])
    context: dict[str, Any] = {"entry": found, "leaf": leaf, "head": head, "altered": altered}
    context["payload"] = found.payload if altered else _indented(found.payload)
    context["href"] = "" if altered else ledger_links.address_of(request.actor, found)
    context["who"] = _who(request, [found], altered)
    return render(request, "ledger_entry.html", context)


def _indented(payload: str) -> str:
    return json.dumps(json.loads(payload), ensure_ascii=False, indent=2)


@login_required
@require_safe
def proof(request: Request, number: int) -> HttpResponse:
    """The inclusion proof of a sealed entry, to be checked without this site."""
    require(request.actor, "ledger.read")
    found = reading.entry(number)
    if found.at is None:
        raise Refused(_("This entry was altered behind Heluo's back and can't be read any more: it proves nothing."))
    try:
        return JsonResponse(proofs.prove(found.pk))
    except proofs.NoProof:
        raise Refused(_("This entry is not sealed yet; the worker seals every few seconds.")) from None
