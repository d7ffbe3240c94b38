"""Pinyin without tones, stored beside names so that every database sorts and finds them alike."""

from collections.abc import Callable
from functools import cache

# Surnames that are read otherwise than the character usually is (新华字典, 姓氏异读).
_SURNAMES = {
    "万俟": ["mo", "qi"],
    "尉迟": ["yu", "chi"],
    "单": ["shan"],
    "解": ["xie"],
    "仇": ["qiu"],
    "区": ["ou"],
    "查": ["zha"],
    "曾": ["zeng"],
    "朴": ["piao"],
    "盖": ["ge"],
    "覃": ["qin"],
    "缪": ["miao"],
    "召": ["shao"],
    "员": ["yun"],
    "种": ["chong"],
    "黑": ["he"],
    "秘": ["bi"],
    "乐": ["yue"],
    "翟": ["zhai"],
}


# Places that the dictionary reads otherwise than the people who live there.
_PLACES = {
    "长水": [["cháng"], ["shuǐ"]],
    "重渡": [["chóng"], ["dù"]],
    "瀍河": [["chán"], ["hé"]],
}


@cache
def _reader() -> Callable[..., list[str]]:
    """The dictionary takes a quarter of a second to load: with the first name, not with the module."""
    from pypinyin import lazy_pinyin, load_phrases_dict

    load_phrases_dict(_PLACES)
    return lazy_pinyin


def syllables(text: str) -> list[str]:
    """`洛宁县` → `["luo", "ning", "xian"]`; what is not Chinese stays, in lower case."""
    # The letter ü is typed as v on Chinese keyboards.
    return [part.casefold() for part in _reader()(text, v_to_u=False) if part.strip()]


def joined(text: str) -> str:
    """`洛宁县` → `luoningxian`, as one types it in a search box."""
    return "".join(syllables(text)).replace(" ", "")


def initials(text: str) -> str:
    """`洛宁县` → `lnx`."""
    return "".join(part[0] for part in syllables(text))


def sort_key(text: str) -> str:
    """`李明` → `li ming`: syllable by syllable, so that 李明 stands before 梁华 (`liang hua`)."""
    return " ".join(syllables(text))


def name_key(name: str) -> str:
    """`sort_key` of a person's name: its surname is read as a surname (单 is shan, not dan)."""
    for length in (2, 1):
        surname = name[:length]
        if surname in _SURNAMES and len(name) > length:
            return " ".join([*_SURNAMES[surname], *syllables(name[length:])])
    return sort_key(name)
