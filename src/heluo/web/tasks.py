"""Long work that pages start: checking and importing workbooks."""

from typing import Any

from heluo.base.exchange import uploads
from heluo.base.exchange.models import ImportUpload
from heluo.base.tasks import Run, task
from heluo.people.models import User


@task(uploads.CHECK)
def check(run: Run, *, upload: str) -> dict[str, Any]:
    found = ImportUpload.objects.get(public_id=upload)
    uploads.check(found, actor=_sender(found))
    return {"state": found.state}


@task(uploads.APPLY)
def carry_out(run: Run, *, upload: str) -> dict[str, Any]:
    found = ImportUpload.objects.get(public_id=upload)
    uploads.carry_out(found, actor=_sender(found), progress=run.progress)
    return {"state": found.state}


def _sender(upload: ImportUpload) -> User:
    return User.objects.get(public_id=upload.made_by)
