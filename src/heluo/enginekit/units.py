"""One table of units. The name of every measured quantity ends with its unit: `distance_km`.

Counts, scores and money in whole yuan are integers and say what they count; every other number is
a float and must carry one of these endings (a contract test holds it for all engines).
"""

from __future__ import annotations

from dataclasses import dataclass

from heluo.enginekit.text import Text


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: the ending of names, the symbol that is shown, and its words."""

    suffix: str
    symbol: str
    word: Text


UNITS: tuple[Unit, ...] = (
    Unit("km", "km", Text("公里", "kilometres")),
    Unit("m", "m", Text("米", "metres")),
    Unit("mm", "mm", Text("毫米", "millimetres")),
    Unit("m2", "m²", Text("平方米", "square metres")),
    Unit("mu", "亩", Text("亩", "mu (1/15 hectare)")),
    Unit("deg", "°", Text("度", "degrees")),
    Unit("days", "d", Text("天", "days")),
    Unit("hours", "h", Text("小时", "hours")),
    Unit("minutes", "min", Text("分钟", "minutes")),
    Unit("seconds", "s", Text("秒", "seconds")),
    Unit("kg", "kg", Text("公斤", "kilograms")),
    Unit("c", "°C", Text("摄氏度", "degrees Celsius")),
    Unit("kw", "kW", Text("千瓦", "kilowatts")),
    Unit("kwh", "kWh", Text("千瓦时", "kilowatt-hours")),
    Unit("a", "A", Text("安", "amperes")),
    Unit("v", "V", Text("伏", "volts")),
    Unit("hz", "Hz", Text("赫", "hertz")),
    Unit("h", "H", Text("亨", "henries")),
    Unit("t", "T", Text("特斯拉", "teslas")),
    Unit("yuan", "元", Text("元", "yuan")),
    Unit("share", "", Text("占比（0 到 1）", "share from 0 to 1")),
)
_BY_SUFFIX = {unit.suffix: unit for unit in UNITS}


def unit_of(name: str) -> Unit | None:
    """The unit that a field's name carries: `max_distance_km` → km; None if it carries none."""
    _, underscore, suffix = name.rpartition("_")
    return _BY_SUFFIX.get(suffix) if underscore else None
