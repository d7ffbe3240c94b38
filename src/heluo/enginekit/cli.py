"""`heluo engines`, `heluo solve`, `heluo check`: the commands that come with every engine.

Exit codes: 0 done; 1 the check found faults; 2 what was given cannot be read; 3 no plan is possible.
Sentences go to stderr, one each, so that stdout stays usable in a pipe.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path

from heluo.enginekit.contract import EngineError, Finding, Infeasible, Malformed
from heluo.enginekit.discovery import discover, find
from heluo.enginekit.progress import SILENT, Printed
from heluo.enginekit.stop import NO_STOP, TimeLimit
from heluo.enginekit.text import LANGUAGES, Text, terminal_language

DONE, FAULTS, UNREADABLE, INFEASIBLE = 0, 1, 2, 3


def add_engines(parser: ArgumentParser) -> None:
    """`heluo engines`: list every engine that was found."""
    _add_common(parser)


def run_engines(args: Namespace) -> int:
    try:
        engines = discover(args.engines_from)
    except EngineError as error:
        return _say(error.text, args.language, UNREADABLE)
    for slug, engine in engines.items():
        print(f"{slug}  {engine.version}  {engine.title.said_in(args.language)}")
    return DONE


def add_solve(parser: ArgumentParser) -> None:
    """`heluo solve SLUG problem.json -o plan.json --svg plan.svg`."""
    parser.add_argument("slug", help="the engine, as `heluo engines` names it")
    parser.add_argument("problem", type=Path, help="the problem (JSON)")
    parser.add_argument("-o", "--output", type=Path, help="where the plan goes (default: stdout)")
    parser.add_argument("--svg", type=Path, help="where a picture of the plan goes")
    parser.add_argument("--seed", type=_seed, default=0, help="settles ties; the same seed, the same plan")
    parser.add_argument("--time-limit", type=_seconds, help="seconds after which to stop with a valid plan")
    parser.add_argument("--progress", action="store_true", help="say on stderr what is being done")
    _add_common(parser)


def run_solve(args: Namespace) -> int:
    from heluo.enginekit import wire

    stop = NO_STOP if args.time_limit is None else TimeLimit(args.time_limit)
    progress = Printed(sys.stderr, args.language) if args.progress else SILENT
    try:
        engine = find(args.slug, args.engines_from)
        problem = wire.read(engine.problem_type, args.problem)
        plan = engine.solve(problem, stop=stop, seed=args.seed, progress=progress)
        picture = engine.draw(problem, plan, language=args.language) if args.svg else ""
        _write(args.output, wire.to_json(plan))
        if args.svg:
            _write(args.svg, picture)
    except EngineError as error:
        return _say(error.text, args.language, UNREADABLE)
    except Malformed as error:
        return _say_all(error.findings, args.language, UNREADABLE)
    except Infeasible as error:
        return _say_all(error.findings, args.language, INFEASIBLE)
    except OSError as error:
        why = f"{error.filename}: {error.strerror}"
        return _say(Text(f"写不了文件：{why}。", f"Cannot write the file: {why}."), args.language, UNREADABLE)
    return DONE


def add_check(parser: ArgumentParser) -> None:
    """`heluo check SLUG problem.json plan.json`."""
    parser.add_argument("slug", help="the engine, as `heluo engines` names it")
    parser.add_argument("problem", type=Path, help="the problem (JSON)")
    parser.add_argument("plan", type=Path, help="the plan to check (JSON)")
    _add_common(parser)


def run_check(args: Namespace) -> int:
    from heluo.enginekit import wire

    try:
        engine = find(args.slug, args.engines_from)
        problem = wire.read(engine.problem_type, args.problem)
        plan = wire.read(engine.plan_type, args.plan)
    except EngineError as error:
        return _say(error.text, args.language, UNREADABLE)
    except Malformed as error:
        return _say_all(error.findings, args.language, UNREADABLE)
    findings = engine.check(problem, plan)
    if findings:
        return _say_all(findings, args.language, FAULTS)
    print(Text("没有发现问题。", "No faults found.").said_in(args.language))
    return DONE


def _add_common(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--language",
        choices=LANGUAGES,
        default=terminal_language() or "zh",
        help="the language of sentences (default: the terminal's, else Chinese)",
    )
    parser.add_argument(
        "--engines-from",
        type=Path,
        action="append",
        default=[],
        metavar="FOLDER",
        help="a further folder that holds engine folders (may be repeated)",
    )


def _seed(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) >= 2**63:
        raise ArgumentTypeError("a seed is a whole number from 0 to 2^63 - 1")
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds < float("inf"):
        raise ArgumentTypeError("a time limit is zero or more seconds")
    return seconds


def _write(path: Path | None, text: str) -> None:
    if path is None:
        sys.stdout.write(text)
    else:
        path.write_text(text, encoding="utf-8")


def _say_all(findings: tuple[Finding, ...] | list[Finding], language: str, code: int) -> int:
    for finding in findings:
        _say(finding.sentence, language, code)
    return code


def _say(text: Text, language: str, code: int) -> int:
    print(text.said_in(language), file=sys.stderr)
    return code
