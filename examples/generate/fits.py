"""What grows where, what a specialist may answer, and when a variety is brought in."""

from examples.generate.days import months

# Counties by industry: what each place of Luoyang is known for. Codes are county codes without their 4103.
_WHERE = {
    "A011": "07 08 11 23 25 26 27 28 29",
    "A0112": "07 08 11 23 27 28 29 25 26",
    "A0119-01": "29 29 27 28 23 25 07",
    "A0119-02": "29 27 26",
    "A0121": "29 27 08 26 28",
    "A0122-01": "26 29 27 08 07",
    "A0122-02": "08 27 28 24 25",
    "A0122-03": "29 27",
    "A0122-04": "08 25 29 26",
    "A0123-01": "26 26 29 29 08 27",
    "A0123-02": "24 25 11",
    "A0134": "28 28 27 25 26 29",
    "A0141-01": "07 08 11 29 27",
    "A0141-02": "07 11 08 24 25 29",
    "A0141-03": "29 27 07 28",
    "A0141-04": "07 08 29 27",
    "A0142-01": "24 24 28 25 26",
    "A0142": "24 24 28 25 26",
    "A0142-03": "11 07 29",
    "A0143": "08 11 29 25",
    "A0151-01": "28 28 28 27",
    "A0151-02": "08 07 23",
    "A0151-03": "08 23 07 27",
    "A0151-04": "23 23 23 08 27",
    "A0151-05": "23 28",
    "A0152": "07 07 08",
    "A0159-01": "23 08 27",
    "A0159-02": "23 25 28 29",
    "A0159-03": "24 25",
    "A0159-04": "08 11 07 23",
    "A0161-01": "28 24 27 25",
    "A0161-02": "24 25 26",
    "A0163": "28 28 23 23 25 27 29",
    "A0171-01": "25 25 24 26 27",
    "A0171-02": "24 28 25 23",
    "A0171-03": "25 27 23 26",
    "A0171-04": "29 26 25",
    "A0171-05": "25 24 28",
    "A0171-06": "24 25",
    "A0171-07": "24 25 26",
    "A0181": "27 28 29",
    "A0212": "25 24 23",
    "A022": "23 27 25",
    "A023": "24 25 26",
    "A025": "24 25",
    "A0311-01": "28 28 29 25 27 26",
    "A0311-02": "08 29 07",
    "A0311": "28 29 27",
    "A0313": "08 27 29 07 26",
    "A0314-01": "27 28 29",
    "A0314-02": "28 25 27 23",
    "A0321-01": "29 07 27",
    "A0321-02": "24 25 28 23",
    "A0391": "27 26",
    "A0392": "24 24 25 26 28",
    "A0412-01": "08 08 08 07",
    "A0412-02": "24 25",
    "A05": "07 08 23 27 28 29 25 26",
    "D4416": "28 29 25 26 23 27",
    "M7511": "07 08 23 24 25 26 27 28 29",
    "C131": "29 27",
    "C133": "08 11",
    "C137": "24 28 25",
    "C273": "25 24 26",
    # Firms sit in the city's districts and the two industrial counties.
    "C308": "29 23 07",
    "C3491": "71 05 11",
    "C3821": "71 05",
    "C357": "07 05",
    "I65": "71 11 05",
    "I653": "08 07 11",
    "M7514": "05 04 71 03",
    "M752": "71 05 11",
    "M754": "71 28 24 29 11",
    "G59": "11 04 05",
    "M": "71 05",
}
# Months in which a variety of the industry is sown, planted or stocked.
_INTRODUCED = {
    "A0112": "9-10",
    "A0113": "5-6",
    "A0119-01": "5-6",
    "A0119-02": "4-5",
    "A0121": "6-6",
    "A0122-01": "4-6",
    "A0122-02": "9-10",
    "A0122-03": "6-6",
    "A0122-04": "9-10",
    "A0123-01": "4-6",
    "A0123-02": "2-3",
    "A0134": "4-5",
    "A0141-01": "2-3",
    "A0141-02": "3-8",
    "A0141-03": "4-5",
    "A0141-04": "3-4",
    "A0142-01": "10-12",
    "A0142-02": "3-4",
    "A0142-03": "9-10",
    "A0142-04": "3-4",
    "A0142-05": "9-11",
    "A0142": "9-10",
    "A0143": "9-10",
    "A0151": "3-4",
    "A0152": "3-4",
    "A0159-04": "8-9",
    "A0159": "3-4",
    "A0161": "3-4",
    "A0163": "3-4",
    "A0171-03": "3-4",
    "A0171-04": "3-4",
    "A0171-05": "6-7",
    "A0171-06": "11-12",
    "A0171": "10-12",
    "A0181": "8-9",
}


def _longest(code: str, table: dict[str, str]) -> str | None:
    while code:
        if code in table:
            return table[code]
        code = code.split("-")[0] if "-" in code else code[:-1]
    return None


def counties(industry: str) -> list[str]:
    """Codes of the counties that an industry belongs to; one named twice is known for it."""
    found = _longest(industry, _WHERE) or " ".join(_WHERE[code] for code in _WHERE if code.startswith(industry))
    return [f"4103{code}" for code in found.split()]


def introduced(industry: str) -> frozenset[int]:
    """Months in which a variety is brought in; animals and fish in the mild months."""
    return months(_longest(industry, _INTRODUCED) or "3-10")


def related(skill: str, industry: str) -> bool:
    """Whether a skill covers an industry: the same branch of the taxonomy, above or below."""
    return industry.startswith(skill) or skill.startswith(industry)


def skilled(skills: list[str], industry: str) -> bool:
    """Whether any of the skills covers the industry."""
    return any(related(skill, industry) for skill in skills)
