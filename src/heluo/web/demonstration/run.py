"""Load once, then count: what was published beside what the rows say."""

import time
from collections.abc import Callable
from pathlib import Path

import heluo
from heluo.base.ledger.seal import seal
from heluo.places.models import Place
from heluo.web import synthetic
from heluo.web.demonstration import accounts, answers, events, live, records, report

FOLDER = Path(heluo.__file__).resolve().parents[2] / "examples" / "luoyang"


def run() -> int:
    """Fill an empty site, or leave a filled one as it is; print the figures. Status 1 if any count differs."""
    if not synthetic.is_marked():
        if Place.objects.exists():
            print("This site holds records already; the demonstration is for an empty one. Only counting.")
        else:
            _load()
    differing = report.compare()
    report.tell_accounts()
    return 1 if differing else 0


def _load() -> None:
    print("Demonstration of Luoyang: the records are synthetic, the places are real.")
    began = time.monotonic()
    events.account.cache_clear()
    steps: list[tuple[str, Callable[[Path], object]]] = [
        ("divisions and industries", records.load_ground),
        ("workbooks", records.load_workbooks),
        ("accounts", accounts.load),
        ("answers of the people served", answers.load),
        ("needs under way", live.load),
        ("sealing the ledger", lambda _folder: seal()),
    ]
    for name, step in steps:
        before = time.monotonic()
        print(f"  {name} …", flush=True)
        step(FOLDER)
        print(f"  {name}: {time.monotonic() - before:.1f} s", flush=True)
    synthetic.mark()
    print(f"Loaded in {time.monotonic() - began:.0f} s.")
