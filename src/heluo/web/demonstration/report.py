"""The table of published and counted, and how to sign in."""

import unicodedata

from django.utils import translation

from heluo.base.ledger.models import LedgerHead
from heluo.figures.queries import published_beside_counted
from heluo.people.models import Grant
from heluo.web import synthetic
from heluo.web.demonstration.accounts import PASSWORD


def compare() -> int:
    """Print the source page's totals beside what is counted from rows now; returns how many differ."""
    figures = published_beside_counted()
    print("\nPublished (a city newspaper's page of late 2020) and counted (from the rows of this site):")
    with translation.override("zh-hans"):
        for figure in figures:
            published = figure.indicator.published
            assert published is not None
            said = f"{'>' if published.over else ''}{published.value:,}"
            grades = f"已核查 {figure.checked:,} · 已确认 {figure.confirmed:,} · 自报 {figure.claimed:,}"
            print(
                _wide(str(figure.indicator.name), 22)
                + f"{said:>9} {figure.value:>9,}  "
                + ("equal" if figure.agrees else "DIFFERS")
                + (f"   {grades}" if figure.indicator.service is not None else "")
            )
    differing = sum(not figure.agrees for figure in figures)
    head = LedgerHead.objects.order_by("-size").first()
    if head is not None:
        print(f"Ledger: {head.size:,} entries sealed, head {bytes(head.root_hash).hex()[:16]}.")
    if differing:
        print(f"{differing} of {len(figures)} figures differ from what was published.")
    return differing


def tell_accounts() -> None:
    """Print one account for each role; only a site with synthetic records has them."""
    if not synthetic.is_marked():
        return
    print(f"\nSign in at /signin/ with the password {PASSWORD} as:")
    seen: set[str] = set()
    for grant in Grant.objects.select_related("user", "place", "organisation").order_by("pk"):
        if grant.role not in seen and grant.user.has_usable_password():
            seen.add(grant.role)
            where = grant.place or grant.organisation or ""
            print(f"  {grant.user.username:<18} {grant.role:<18} {grant.user.display_name} {where}")


def _wide(text: str, width: int) -> str:
    """Padded to a number of columns; a Chinese character takes two."""
    taken = sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
    return text + " " * max(width - taken, 0)
