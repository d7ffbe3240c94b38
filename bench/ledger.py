"""What the ledger costs: hashing leaves, appending, sealing, verifying; beside the same work without it.

    python bench/ledger.py [--actions 2000] [--entries 100000] [--database URL]

Works on a database of its own: a temporary SQLite file, or the empty PostgreSQL database that is given.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version

ACTIONS = 2_000
ENTRIES = 100_000
LEAVES = 1_000_000
CHUNK = 1_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--actions", type=int, default=ACTIONS, help="actions timed one by one")
    parser.add_argument("--entries", type=int, default=ENTRIES, help="entries in the ledger that is verified")
    parser.add_argument("--database", help="postgresql://… (default: a temporary SQLite file)")
    args = parser.parse_args()
    with own_site(args.database):
        print(f"{platform.machine()}, {os.cpu_count()} cores, {platform.platform()}")
        print(
            f"{platform.python_implementation()} {platform.python_version()}, Django {version('django')}, {database()}"
        )
        time_tree()
        time_actions(args.actions)
        time_verifying(args.entries)
        time_proofs()


@contextmanager
def own_site(database: str | None) -> Iterator[None]:
    """A migrated site in a directory that is thrown away."""
    for name in [name for name in os.environ if name.startswith("HELUO_")]:
        del os.environ[name]
    with tempfile.TemporaryDirectory() as directory:
        os.environ["HELUO_DATA_DIR"] = directory
        os.environ["DJANGO_SETTINGS_MODULE"] = "heluo.web.settings"
        if database:
            os.environ["HELUO_DATABASE_URL"] = database
        import django
        from django.core.management import call_command
        from django.db import connections

        django.setup()
        call_command("migrate", verbosity=0)
        yield
        connections.close_all()


def database() -> str:
    """The database's name and version."""
    from django.db import connection

    connection.ensure_connection()
    if connection.vendor == "sqlite":
        import sqlite3

        return f"SQLite {sqlite3.sqlite_version}"
    return f"PostgreSQL {connection.pg_version // 10_000}"  # type: ignore[attr-defined]


def time_tree() -> None:
    from heluo.base.ledger import tree

    content = b"x" * 300
    frontier = tree.Frontier()
    seconds = timed(lambda: [frontier.append(tree.leaf_hash(content)) for _number in range(LEAVES)])
    print(f"tree: {LEAVES / seconds:,.0f} leaves of 300 bytes hashed and joined in a second")


def time_actions(count: int) -> None:
    from django.db import transaction

    from heluo.base.ledger.seal import seal
    from heluo.base.rules import SYSTEM, allow, is_system
    from heluo.base.writing import writing

    allow("bench.write", is_system)

    def plainly(number: int) -> None:
        with transaction.atomic():
            row("A", number).save()

    def by_action(number: int) -> None:
        with writing(SYSTEM, "bench.write", row("B", number)):
            pass

    without = timed(lambda: [plainly(number) for number in range(count)]) / count
    with_ledger = timed(lambda: [by_action(number) for number in range(count)]) / count
    print(f"insert in a transaction, without the ledger: {without * 1e3:.2f} ms")
    print(f"the same as an action, with its entry: {with_ledger * 1e3:.2f} ms ({with_ledger / without:.1f} ×)")
    seconds = timed(seal)
    print(f"sealing: {count / seconds:,.0f} entries in a second")


def time_verifying(count: int) -> None:
    from heluo.base.ledger.models import LedgerEntry
    from heluo.base.ledger.seal import seal
    from heluo.base.ledger.verify import verify
    from heluo.base.rules import SYSTEM
    from heluo.base.writing import writing_many
    from heluo.industries.models import Industry

    # The rows that were inserted without an entry would be found, rightly.
    Industry.objects.filter(code__startswith="A").delete()
    for start in range(LedgerEntry.objects.count(), count, CHUNK):
        rows = [row("C", number) for number in range(start, min(start + CHUNK, count))]
        with writing_many(SYSTEM, "bench.write", rows):
            pass
    print(f"sealing the rest of {count:,}: {timed(seal):.1f} s")
    report = None

    def run() -> None:
        nonlocal report
        report = verify()

    seconds = timed(run)
    assert report is not None
    assert report.ok, report.findings[:3]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"verifying {report.sealed:,} entries and {report.rows:,} rows: {seconds:.1f} s, at most {peak:.0f} MB")


def time_proofs() -> None:
    from heluo.base.ledger import proofs
    from heluo.base.ledger.models import LedgerEntry

    ids = LedgerEntry.objects.order_by("pk").values_list("pk", flat=True)
    some = list(ids[:: max(1, len(ids) // 20)])
    seconds = timed(lambda: [proofs.prove(pk) for pk in some]) / len(some)
    print(f"the proof that an entry is in it: {seconds * 1e3:.0f} ms")


def row(series: str, number: int):  # type: ignore[no-untyped-def]
    from heluo.industries.models import Industry

    return Industry(code=f"{series}{number}", name_zh="食用菌", name_en="Mushrooms", source="synthetic")


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
