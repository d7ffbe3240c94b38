"""Problems and plans as JSON. A mistake comes back as a sentence that names its row and field.

JSON is always there; an engine with bulk arrays may add `.npz` beside it: `READERS` maps a file
ending to the function that reads it, and is the one place to extend.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from heluo.enginekit.contract import Finding, Malformed
from heluo.enginekit.text import Text

Model = TypeVar("Model", bound=BaseModel)

MOST_FINDINGS = 50
"""A thousand equal mistakes are one mistake of the one who exported the file."""


def from_json(kind: type[Model], text: str | bytes) -> Model:
    """A problem or plan of that kind. Raises Malformed with a finding for each wrong field."""
    try:
        return kind.model_validate_json(text)
    except ValidationError as error:
        raise Malformed(findings_of(error)) from error


def from_data(kind: type[Model], data: Any) -> Model:
    """The same from Python values, as a form or a bridge has them."""
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        raise Malformed(findings_of(error)) from error


def to_json(model: BaseModel) -> str:
    """Canonical enough to compare: fields in declared order, UTF-8, two spaces, ends with a newline."""
    return json.dumps(model.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n"


def _read_json(kind: type[Model], path: Path) -> Model:
    return from_json(kind, path.read_bytes())


READERS: dict[str, Callable[[type[Any], Path], Any]] = {".json": _read_json}


def read(kind: type[Model], path: Path) -> Model:
    """Read a file by its ending. Raises Malformed, also when it cannot be opened."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        known = ", ".join(READERS)
        raise Malformed([_file_finding(path, f"文件类型应为 {known}。", f"The file type must be {known}.")])
    try:
        found: Model = reader(kind, path)
    except OSError as error:
        why = error.strerror or str(error)
        finding = _file_finding(path, f"打不开文件：{why}。", f"Cannot open the file: {why}.")
        raise Malformed([finding]) from error
    return found


def _file_finding(path: Path, zh: str, en: str) -> Finding:
    return Finding("file", str(path), Text(zh, en))


def findings_of(error: ValidationError) -> list[Finding]:
    """Each mistake as a finding; after fifty it says how many more there are."""
    details = error.errors(include_url=False)
    found = [_finding(detail) for detail in details[:MOST_FINDINGS]]
    rest = len(details) - len(found)
    if rest:
        found.append(Finding("more", "", Text(f"另有 {rest} 处错误。", f"And {rest} more mistakes.")))
    return found


def _finding(detail: ErrorDetails) -> Finding:
    context = detail.get("ctx", {})
    kind = detail["type"]
    if kind == "heluo":
        code, what = str(context["code"]), Text(str(context["zh"]), str(context["en"]))
        inside = str(context["where"])
    else:
        code, what, inside = kind, _sentence(detail), ""
    where = ".".join(part for part in (_path(detail["loc"]), inside) if part)
    place = _named(where)
    if not place.zh:
        return Finding(code, where, Text(what.zh, what.en[:1].upper() + what.en[1:]))
    return Finding(code, where, Text(f"{place.zh}：{what.zh}", f"{place.en}: {what.en}"))


def _path(location: tuple[int | str, ...]) -> str:
    path = ""
    for step in location:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else step
    return path


def _named(path: str) -> Text:
    """`needs[3].units` as people count rows: 第 4 行, row 4."""
    zh = re.sub(r"\[(\d+)\]", lambda found: f" 第 {int(found[1]) + 1} 行 ", path).replace(" .", " ").strip()
    en = re.sub(r"\[(\d+)\]", lambda found: f" row {int(found[1]) + 1}, ", path).replace(", .", ", ")
    return Text(zh, en.strip(" ,"))


_SENTENCES: dict[str, Text] = {
    "missing": Text("缺少这一项。", "is missing."),
    "extra_forbidden": Text("没有这一项，是否写错了名称？", "is not a known field; is its name misspelt?"),
    "int_parsing": Text("应为整数。", "must be a whole number."),
    "int_type": Text("应为整数。", "must be a whole number."),
    "int_from_float": Text("应为整数，不能带小数。", "must be a whole number, without decimals."),
    "float_parsing": Text("应为数字。", "must be a number."),
    "float_type": Text("应为数字。", "must be a number."),
    "finite_number": Text("应为有限的数字。", "must be a finite number."),
    "bool_parsing": Text("应为 true 或 false。", "must be true or false."),
    "bool_type": Text("应为 true 或 false。", "must be true or false."),
    "string_type": Text("应为文字。", "must be text."),
    "list_type": Text("应为列表。", "must be a list."),
    "tuple_type": Text("应为列表。", "must be a list."),
    "model_type": Text("应为一条记录（花括号）。", "must be a record (braces)."),
    "json_invalid": Text("不是合格的 JSON：{error}。", "this is not valid JSON: {error}."),
    "greater_than_equal": Text("不能小于 {ge}。", "must be at least {ge}."),
    "greater_than": Text("应大于 {gt}。", "must be more than {gt}."),
    "less_than_equal": Text("不能大于 {le}。", "must be at most {le}."),
    "less_than": Text("应小于 {lt}。", "must be less than {lt}."),
    "string_too_short": Text("至少 {min_length} 个字。", "needs at least {min_length} characters."),
    "string_too_long": Text("最多 {max_length} 个字。", "may have at most {max_length} characters."),
    "string_pattern_mismatch": Text("格式不对，应符合 {pattern}。", "must match {pattern}."),
    "too_short": Text("至少要有 {min_length} 行。", "needs at least {min_length} rows."),
    "too_long": Text("最多 {max_length} 行。", "may have at most {max_length} rows."),
    "literal_error": Text("应为其中之一：{expected}。", "must be one of {expected}."),
}
_DATE = Text("应为日期，如 2026-03-05。", "must be a date such as 2026-03-05.")


def _sentence(detail: ErrorDetails) -> Text:
    kind = detail["type"]
    if kind.startswith("date"):
        return _DATE
    if kind in ("too_long", "too_short") and isinstance(detail["input"], str):
        kind = f"string_{kind}"  # a bound added on top of a text type is told as if it were a list's
    known = _SENTENCES.get(kind)
    if known is None:
        return Text(f"不合要求（{detail['msg']}）。", f"is not acceptable ({detail['msg']}).")
    context = {name: str(value) for name, value in detail.get("ctx", {}).items()}
    return Text(known.zh.format(**context), known.en.format(**context))
