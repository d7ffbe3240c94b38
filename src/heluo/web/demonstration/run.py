"""Load once, then count: what was published beside what the rows say."""

import time
from collections.abc import Callable
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

import heluo
from heluo.base import statistics
from heluo.base.errors import No
from heluo.base.ledger.seal import seal
from heluo.places.models import Place
from heluo.web import synthetic
from heluo.web.demonstration import accounts, answers, events, live, records, report

FOLDER = Path(heluo.__file__).resolve().parents[2] / "examples" / "luoyang"


def run() -> int:
    """Fill an empty site, or leave a filled one as it is; print the figures; returns how many differ.

    Raises No on a site whose records are not the demonstration's.
    """
    if not Place.objects.exists():
        _load()
    elif not synthetic.is_marked():
        raise No(
            _(
                "this site holds records that are not the demonstration's. Serve it with `heluo serve`, or name \
another directory for the demonstration: HELUO_DATA_DIR=demo heluo demo."
            )
        )
    # Also what an earlier run was kept from sealing.
    seal()
    differing = report.compare()
    report.tell_accounts()
    return differing


def _load() -> None:
    print(_("Demonstration of Luoyang: the records are synthetic, the places are real."))
    began = time.monotonic()
    events.account.cache_clear()
    # All or nothing: whatever stops it leaves an empty site, which the next run fills from the start.
    with transaction.atomic():
        _step(_("divisions"), records.load_ground)
        _step(_("workbooks"), records.load_workbooks)
        _step(_("accounts"), accounts.load)
        _step(_("answers of the people served"), answers.load)
        _step(_("needs under way"), live.load)
        # Before the commit: a mark without records does no harm, records without a mark would pass for true.
        synthetic.mark()
    _step(_("sealing the ledger"), lambda _folder: seal())
    print(_("Loaded in %(seconds).0f s.") % {"seconds": time.monotonic() - began})


def _step(name: str, work: Callable[[Path], object]) -> None:
    began = time.monotonic()
    print(f"  {name} …", flush=True)
    work(FOLDER)
    statistics.refresh()
    print(f"  {name}: {time.monotonic() - began:.1f} s", flush=True)
