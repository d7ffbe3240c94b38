"""Short names of villages and communities, as people say them, from the names that the statistics publish.

栾川县城关镇兴华路北居民委员会 → 兴华路北社区        张营村村民委员会 → 张营村
河南省洛阳市栾川县陶湾镇常湾村村民委员会 → 常湾村    东羊道村民委员会 → 东羊道村
"""

import re
from collections.abc import Sequence

from heluo.base.text import normalise

# Longest first, each with the word for the place itself.
_BODIES = (
    ("村民委员会", "村"),
    ("居民委员会", "社区"),
    ("村委员会", "村"),
    ("村委会", "村"),
    ("居委会", "社区"),
)
_TOWN = re.compile(r"^.{1,14}?(?:街道办事处|街道|示范区|开发区|镇|乡)(?=..)")


def official(name: str) -> str:
    """The published name without the spaces that it came with (U+3000 among them)."""
    return normalise(name).replace(" ", "")


def short(name: str, above: Sequence[str] = ()) -> str:
    """The short name of a village or community; `above` are the official names over it, from the province down."""
    name = official(name)
    return without_body(_without_path(name, above))


def _without_path(name: str, above: Sequence[str]) -> str:
    rest = name
    for upper in above:
        shorter = rest.removeprefix(upper)
        # 陶村林场虚拟生活区 is a code of the statistics: without its town nothing would be left to say.
        rest = shorter if len(shorter) > 1 and not shorter.startswith("虚拟") else rest
    led_by_county = rest != name and not (above and name.startswith(above[-1]))
    if led_by_county and not _names_town(name, above):
        # The county stood in front, the town under another name: an older one, or a longer one.
        rest = _TOWN.sub("", rest, count=1)
    return rest


def _names_town(name: str, above: Sequence[str]) -> bool:
    """Whether the town's own name stands in the published name."""
    return bool(above) and above[-1] in name


def without_body(name: str) -> str:
    """张营村委会 → 张营村: the place of which that is the body; any other name as it is."""
    for body, word in _BODIES:
        stem = name.removesuffix(body)
        if stem != name and stem:
            return stem if stem.endswith(("村", "社区", "街", "生活区")) else stem + word
    return name
