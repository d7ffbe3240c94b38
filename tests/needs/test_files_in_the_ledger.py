"""A photo or a piece of evidence that is altered on the disk is named, though its row is as it was."""

from datetime import timedelta
from pathlib import Path

import pytest

from heluo.base import clock
from heluo.base.ledger.seal import seal
from heluo.base.ledger.verify import verify
from heluo.needs.actions.lines import ServiceLines
from heluo.needs.actions.needs import publish_need
from heluo.needs.actions.services import register_service
from heluo.needs.models import Evidence, Need, NeedPhoto, Service
from tests.cast import Cast
from tests.web.world import jpeg, sha256_of


@pytest.fixture
def kept(cast: Cast) -> tuple[NeedPhoto, Evidence]:
    """A need with its photo, and a service with one."""
    ended = clock.now()
    about = {"title": "花椒修剪", "industry": cast.pepper, "place": cast.village}
    need = Need(contact_phone="13700000001", contact_name="张福来", **about)
    publish_need(actor=cast.informant, need=need, photos=[NeedPhoto(file=jpeg(), sha256=sha256_of(jpeg()))])
    service = Service(
        kind="visit", specialist=cast.specialist, started_at=ended - timedelta(hours=2), ended_at=ended, **about
    )
    shown = [Evidence(kind="photo", file=jpeg(), sha256=sha256_of(jpeg()))]
    register_service(actor=cast.specialist_account, service=service, lines=ServiceLines(unnamed=1), evidence=shown)
    seal()
    return NeedPhoto.objects.get(), Evidence.objects.get()


def test_each_altered_or_removed_file_is_named(kept: tuple[NeedPhoto, Evidence]):
    report = verify()
    assert (report.ok, report.files) == (True, 2)
    for one in kept:
        file = Path(one.file.path)
        content = file.read_bytes()
        file.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        assert [(found.kind, found.public_id) for found in verify().findings] == [("file-altered", str(one.public_id))]
        file.unlink()
        (found,) = verify().findings
        assert (found.kind, found.public_id) == ("file-removed", str(one.public_id))
        assert one.file.name in found.sentence
        file.write_bytes(content)
    assert verify().ok
