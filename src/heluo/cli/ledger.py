"""Seal, verify and prove what was done.

`heluo ledger verify` ends with status 0 when everything is as it was sealed, else with 1 and a sentence for each
fault, the first altered entry named by its id in table ledger_entry.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from heluo.cli.frame import CommandError
from heluo.cli.words import _, ngettext


def add_arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(title="what to do", metavar="ACT", required=True)

    verify = acts.add_parser("verify", help="check every entry, head and row")
    verify.add_argument("--head", metavar="FILE", help="check against a head that was kept elsewhere, too")
    verify.add_argument("--no-rows", action="store_true", help="check the ledger alone, not the rows it speaks of")
    verify.set_defaults(act=_verify, is_at_work=False)

    seal = acts.add_parser("seal", help="seal what was done since the last time (the worker does it by itself)")
    seal.set_defaults(act=_seal)

    head = acts.add_parser("head", help="print the newest signed head, to be kept elsewhere")
    head.add_argument("-o", "--output", metavar="FILE", help="write it to a file")
    head.add_argument(
        "--keep",
        action="store_true",
        help="keep it beside the keys in place of a newer one: after a backup was restored on purpose",
    )
    head.set_defaults(act=_head)

    proof = acts.add_parser("proof", help="print the proof that an entry is in the ledger")
    proof.add_argument("entry", type=int, metavar="ENTRY_ID", help="the id in table ledger_entry")
    proof.set_defaults(act=_proof, is_at_work=False)

    check = acts.add_parser("check-proof", help="check such a proof; needs no database")
    check.add_argument("file", metavar="FILE", help="the proof; - reads it from standard input")
    check.set_defaults(act=_check_proof, is_at_work=False)


def run(args: argparse.Namespace) -> int:
    return int(args.act(args))


def _verify(args: argparse.Namespace) -> int:
    from django.conf import settings

    from heluo.base import keys
    from heluo.base.ledger import heads
    from heluo.base.ledger.models import LedgerHead
    from heluo.base.ledger.verify import verify

    given = None
    if args.head:
        try:
            given = heads.read(_text(args.head))
        except heads.BadHead as error:
            raise CommandError(f"{args.head}: {error}.") from None
    if not keys.exists("ledger-mac") and LedgerHead.objects.exists():
        # Without them every entry looks altered: that would accuse everybody of what nobody did.
        raise CommandError(
            _(
                "The ledger's keys are not in %(folder)s, so nothing can be verified. \
Put the keys there, or name their folder in HELUO_KEYS_DIR."
            )
            % {"folder": settings.KEYS_DIR}
        )
    report = verify(given, with_rows=not args.no_rows)
    for sentence in report.sentences():
        print(sentence)
    return 0 if report.ok else 1


def _seal(args: argparse.Namespace) -> int:
    from heluo.base.ledger.seal import CannotSeal, seal

    try:
        sealed = seal()
    except CannotSeal as error:
        raise CommandError(str(error)) from None
    print(ngettext("Sealed %(count)d entry.", "Sealed %(count)d entries.", sealed.count) % {"count": sealed.count})
    for pk in sealed.refused:
        print(
            _("Entry %(entry)d in table ledger_entry was added or altered without Heluo, and is not sealed.")
            % {"entry": pk}
        )
    return 1 if sealed.refused else 0


def _head(args: argparse.Namespace) -> int:
    from heluo.base.ledger import heads, kept

    head = heads.newest()
    if head is None:
        raise CommandError(_("nothing is sealed yet; run `heluo ledger seal`."))
    if args.keep:
        kept.keep_instead(head)
    text = json.dumps(head.as_json(), indent=1) + "\n"
    if args.output:
        Path(args.output).write_text(text, encoding="utf-8")
    else:
        print(text, end="")
    return 0


def _proof(args: argparse.Namespace) -> int:
    from heluo.base.ledger import proofs

    try:
        print(json.dumps(proofs.prove(args.entry), ensure_ascii=False, indent=1))
    except proofs.NoProof as error:
        raise CommandError(f"{error}.") from None
    return 0


def _check_proof(args: argparse.Namespace) -> int:
    from heluo.base.ledger import proofs

    try:
        head = proofs.check(json.loads(_text(args.file)))
    except ValueError:
        raise CommandError(_("%(file)s is not JSON.") % {"file": args.file}) from None
    except proofs.NoProof as error:
        raise CommandError(f"{args.file}: {error}.") from None
    print(
        _("The entry is in the ledger: head over %(size)d entries of %(at)s, key %(key)s….")
        % {"size": head.size, "at": head.at, "key": head.key_id[:16]}
    )
    return 0


def _text(name: str) -> str:
    try:
        return sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{name} cannot be read ({getattr(error, 'strerror', None) or 'not UTF-8'}).") from None
