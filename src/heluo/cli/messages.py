"""Compile the translations into the form that pages read.

They lie in `<app>/locale/*/LC_MESSAGES/*.po`.
Only what is newer than its compiled file is touched. `--check` compiles nothing and names every entry that
has no translation or is marked as doubtful.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import heluo

ROOT = Path(heluo.__file__).parent


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="only name what is missing; status 1 if anything is")


def run(args: argparse.Namespace) -> int:
    if args.check:
        gaps = [gap for file in sources() for gap in missing(file)]
        print("\n".join(gaps) if gaps else f"{len(sources())} files, every entry translated.")
        return 1 if gaps else 0
    print(f"{compile_all()} of {len(sources())} translation files compiled.")
    return 0


def sources() -> list[Path]:
    """The translators' files of all apps."""
    return sorted(ROOT.glob("*/locale/*/LC_MESSAGES/*.po"))


def compile_all() -> int:
    """Compile what is out of date; returns how many files that were."""
    return sum(compile_file(file) for file in sources())


def compile_file(file: Path) -> bool:
    """Write the ``.mo`` beside ``file`` unless it is newer already; says whether it was written."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    target = file.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime >= file.stat().st_mtime:
        return False
    with file.open("rb") as source:
        catalog = read_po(source, locale=_locale(file))
    with target.open("wb") as sink:
        write_mo(sink, catalog)
    return True


def missing(file: Path) -> list[str]:
    """One line for each entry of ``file`` that is untranslated or fuzzy."""
    from babel.messages.pofile import read_po

    with file.open("rb") as source:
        catalog = read_po(source, locale=_locale(file))
    place = file.relative_to(ROOT)
    gaps = []
    for message in catalog:
        texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
        if message.id and (message.fuzzy or not all(texts)):
            gaps.append(f"{place}: {'doubtful' if message.fuzzy else 'missing'}: {message.id}")
    return gaps


def _locale(file: Path) -> str:
    return file.parents[1].name
