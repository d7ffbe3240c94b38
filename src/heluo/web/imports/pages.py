"""Workbooks: the list with the form, one upload with its progress, the marked workbook, the empty ones."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heluo.base.errors import Invalid, NotVisible
from heluo.base.exchange import discovery, output, uploads
from heluo.base.exchange.download import workbook
from heluo.base.exchange.models import ImportUpload
from heluo.base.forms import take_refusal
from heluo.base.models import Task
from heluo.base.requests import Request
from heluo.base.rules import require
from heluo.web.imports import rules  # noqa: F401 - registers the rule
from heluo.web.imports.forms import UploadForm

ROWS = 20


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def listing(request: Request) -> HttpResponse:
    """My uploads of the last week, and the form for a new one."""
    require(request.actor, "imports.upload")
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            upload = uploads.receive(actor=request.actor, uploads=form.uploads())
        except Invalid as error:
            take_refusal(form, error)
        else:
            return redirect("imports:upload", upload.public_id)
    page = Paginator(uploads.uploads_of(request.actor), ROWS).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "books": discovery.books()}
    return render(request, "imports/list.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def upload(request: Request, public_id: UUID) -> HttpResponse:
    """One upload; its part that changes is asked for every second while somebody works on it."""
    require(request.actor, "imports.upload")
    found = uploads.find_upload(request.actor, public_id)
    template = "imports/parts/state.html" if request.headers.get("HX-Request") else "imports/upload.html"
    context = {"upload": found, "marked": uploads.marked_files(found), "task": _task(found)}
    return render(request, template, context)


@login_required
@require_POST
def carry_out(request: Request, public_id: UUID) -> HttpResponse:
    """Import what was found clean."""
    found = uploads.find_upload(request.actor, public_id)
    uploads.start_import(actor=request.actor, upload=found)
    return redirect("imports:upload", found.public_id)


@login_required
@require_safe
def marked(request: Request, public_id: UUID) -> HttpResponse:
    """A workbook as it was sent, with its faults marked."""
    require(request.actor, "imports.upload")
    return workbook(*uploads.find_marked(request.actor, public_id))


@login_required
@require_safe
def template(request: Request, name: str) -> HttpResponse:
    """An empty workbook to fill in."""
    require(request.actor, "imports.upload")
    book = discovery.book(name)
    if book is None:
        raise NotVisible("")
    return workbook(f"{name}.xlsx", output.template(book))


def _task(found: ImportUpload) -> Task | None:
    working = found.state in ("checking", "importing")
    return Task.objects.filter(public_id=found.task_id_text).first() if working else None
