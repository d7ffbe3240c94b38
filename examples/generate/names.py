"""Names of people who do not exist, as varied as in a county's list."""

from functools import cache
from random import Random

from examples.generate.tables import words


@cache
def parts(part: str) -> list[str]:
    """The words of one part of names: surnames with a weight, given names, names of bodies."""
    return next(row["text"] for row in words("names") if row["part"] == part).split()


def full_name(random: Random) -> str:
    """A surname, weighted near its frequency in western Henan, and a given name of one or two characters."""
    surnames = parts("surnames")
    surname = random.choices([s[:-1] for s in surnames], [int(s[-1]) for s in surnames])[0]
    draw = random.random()
    if draw < 0.2:
        return surname + random.choice(parts("middle"))
    if draw < 0.5:
        return surname + random.choice(parts("elder"))
    return surname + random.choice(parts("first")) + random.choice(parts("last"))


class Register:
    """Names without repetition, for lists where two alike would confuse."""

    def __init__(self, random: Random, taken: tuple[str, ...] = ()) -> None:
        self._random = random
        self._taken = set(taken)

    def next(self) -> str:
        while (name := full_name(self._random)) in self._taken:
            pass
        self._taken.add(name)
        return name
