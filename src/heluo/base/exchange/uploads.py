"""Uploads through the pages: kept encrypted, checked and imported by tasks, forgotten after a week."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from heluo.base import clock, crypto
from heluo.base.errors import Invalid, No, NotVisible, Refused
from heluo.base.exchange.applying import Progress, apply
from heluo.base.exchange.checking import MOST_FILES
from heluo.base.exchange.guard import MAX_BYTES
from heluo.base.exchange.marking import mark, marked_name
from heluo.base.exchange.models import ImportFile, ImportUpload
from heluo.base.exchange.planning import Plan
from heluo.base.exchange.reader import Upload
from heluo.base.models import Task
from heluo.base.rules import require
from heluo.base.tasks import enqueue

CHECK, APPLY = "exchange.check", "exchange.apply"
# The states in which a task is at it.
WORKING = ("checking", "importing")
KEPT = timedelta(days=7)
MOST_SHOWN = 200


def uploads_of(user: Any) -> QuerySet[ImportUpload]:
    """What this account sent within the last week, newest first, with the files but not their contents."""
    files = Prefetch("files", ImportFile.objects.defer("content", "marked"))
    return ImportUpload.objects.filter(made_by=str(user.public_id)).prefetch_related(files)


def marked_files(upload: ImportUpload) -> QuerySet[ImportFile]:
    """The files that came back with faults."""
    return upload.files.exclude(marked=b"").defer("content", "marked")


def find_upload(user: Any, public_id: Any) -> ImportUpload:
    """The upload, if this account sent it; else NotVisible."""
    found = uploads_of(user).filter(public_id=public_id).first()
    if found is None:
        raise NotVisible("")
    return found


def find_marked(user: Any, public_id: Any) -> tuple[str, bytes]:
    """Name and content of a workbook that came back with faults; NotVisible for all others and for other people."""
    file = ImportFile.objects.filter(public_id=public_id, upload__made_by=str(user.public_id)).first()
    if file is None or not file.marked:
        raise NotVisible("")
    return marked_name(file.name), crypto.decrypt_bytes(file.marked)


def receive(*, actor: Any, uploads: Sequence[Upload]) -> ImportUpload:
    """Keep workbooks and have them checked."""
    require(actor, "imports.upload")
    _refuse_too_much(uploads)
    with transaction.atomic():
        batch = ImportUpload.objects.create(
            made_by=str(actor.public_id), created_at=clock.now(), language=translation.get_language() or "zh-hans"
        )
        for upload in uploads:
            content = crypto.encrypt_bytes(upload.content)
            ImportFile.objects.create(upload=batch, name=upload.name, size=len(upload.content), content=content)
        _start(batch, CHECK, actor)
    return batch


def start_import(*, actor: Any, upload: ImportUpload) -> None:
    """Import what was found clean. A second press of the button changes nothing."""
    require(actor, "imports.upload")
    with transaction.atomic():
        current = ImportUpload.objects.select_for_update().get(pk=upload.pk)
        if current.state != "ready":
            raise Refused(
                _("This upload can't be imported: it is “%(state)s”.") % {"state": current.get_state_display()}
            )
        current.state = "importing"
        _start(current, APPLY, actor)


def check(upload: ImportUpload, *, actor: Any) -> None:
    """Read and check the files, and keep what was found; the marked workbooks too."""
    if upload.state != "checking":
        # It was checked already, by a worker that died before it could say so.
        return
    with translation.override(upload.language):
        try:
            plan = Plan(_contents(upload), actor=actor)
        except Invalid as no:
            _end(upload, "failed", str(no.reason))
            return
        _keep(upload, plan)


def carry_out(upload: ImportUpload, *, actor: Any, progress: Progress | None = None) -> None:
    """Check again, for the database may have changed, and import. The files' contents are forgotten then."""
    if upload.state != "importing":
        # It was imported already, by a worker that died before it could say so; the contents are gone.
        return
    with translation.override(upload.language):
        plan = Plan(_contents(upload), actor=actor)
        if plan.problems:
            _keep(upload, plan)
            return
        try:
            apply(plan, progress=progress)
        except No as no:
            _end(upload, "failed", str(no.reason))
            return
        with transaction.atomic():
            upload.files.update(content=b"", marked=b"")
            _end(upload, "done")


def end_abandoned() -> int:
    """Say of uploads whose task broke down that they did not succeed; gives how many."""
    count = 0
    for upload in ImportUpload.objects.filter(state__in=WORKING):
        task = Task.objects.filter(public_id=upload.task_id_text, state__in=("failed", "cancelled")).first()
        if task is not None:
            still = ImportUpload.objects.filter(pk=upload.pk, state=upload.state)
            with translation.override(upload.language):
                count += still.update(state="failed", reason=task.message)
    return count


def forget_old() -> int:
    """Delete uploads of more than a week ago with their files; gives how many rows went."""
    return ImportUpload.objects.filter(created_at__lt=clock.now() - KEPT).delete()[0]


def _refuse_too_much(uploads: Sequence[Upload]) -> None:
    if not uploads:
        raise Invalid(_("Choose at least one workbook."), {"workbooks": _("Choose at least one workbook.")})
    if len(uploads) > MOST_FILES:
        text = _("At most %(most)d files fit in one upload.") % {"most": MOST_FILES}
        raise Invalid(text, {"workbooks": text})
    for upload in uploads:
        if len(upload.content) > MAX_BYTES:
            text = _("The file is larger than %(megabytes)d MB; split it.") % {"megabytes": MAX_BYTES >> 20}
            raise Invalid(text, {"workbooks": f"{upload.name}: {text}"})


def _start(upload: ImportUpload, kind: str, actor: Any) -> None:
    task = enqueue(kind, {"upload": str(upload.public_id)}, made_by=actor)
    upload.task_id_text = str(task.public_id)
    upload.save()


def _contents(upload: ImportUpload) -> list[Upload]:
    return [Upload(file.name, crypto.decrypt_bytes(file.content)) for file in upload.files.all()]


def _keep(upload: ImportUpload, plan: Plan) -> None:
    upload.counts = [[str(share.loader.heading), len(share.new), share.already] for share in plan.shares]
    upload.problems = [[p.file, p.sheet, p.cell, p.column, p.sentence] for p in plan.problems[:MOST_SHOWN]]
    upload.problem_count, upload.notices = len(plan.problems), plan.notices[:MOST_SHOWN]
    faulty = {problem.file for problem in plan.problems}
    for file in plan.batch.files:
        if file.upload.name in faulty and file.book is not None:
            marked = crypto.encrypt_bytes(mark(file, plan.problems))
            upload.files.filter(name=file.upload.name).update(marked=marked)
    _end(upload, "faulty" if plan.problems else "ready")


def _end(upload: ImportUpload, state: str, reason: str = "") -> None:
    upload.state, upload.reason = state, reason[:300]
    upload.save()
