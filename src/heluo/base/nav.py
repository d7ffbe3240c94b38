"""What a subject puts into the navigation: its `apps.py` declares `nav = [Item(…), …]`; `web` gathers them.

Declaring needs no import of a higher floor, and this module none of the models (apps load before them).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from heluo.base.errors import Sentence

EVERYONE = ("*",)
SIGNED_IN = ("signed-in",)
VISITORS = ("visitors",)


@dataclass(frozen=True)
class Item:
    """One link of the masthead.

    `url` is a URL's name ("needs:list"), `who` the roles that see it (or EVERYONE, SIGNED_IN, VISITORS), `order` its
    place from the left; `prominent` draws it as a button (one for a visitor, at most).
    """

    url: str
    label: Sentence
    who: Iterable[str] = EVERYONE
    order: int = 50
    prominent: bool = False

    def shown_to(self, roles: Iterable[str], signed_in: bool) -> bool:
        """Whether someone with these roles sees it."""
        if tuple(self.who) == EVERYONE:
            return True
        if tuple(self.who) == VISITORS:
            return not signed_in
        return signed_in and (tuple(self.who) == SIGNED_IN or bool(set(self.who) & set(roles)))
