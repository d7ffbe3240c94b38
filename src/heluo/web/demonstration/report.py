"""The table of published and counted, and how to sign in."""

import unicodedata

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from heluo.base.ledger.models import LedgerHead
from heluo.figures.counting import Figure
from heluo.figures.queries import published_beside_counted
from heluo.people.models import Grant
from heluo.web import synthetic
from heluo.web.demonstration.accounts import PASSWORD

# Room for the longest name in either language.
NAME_COLUMNS = 48
ROLE_COLUMNS = 26


def compare() -> int:
    """Print the source page's totals beside what is counted from rows now; returns how many differ."""
    figures = published_beside_counted()
    print("\n" + _("Published (a city newspaper's page of late 2020) and counted (from the rows of this site):"))
    equal, differs = _("equal"), _("DIFFERS")
    for figure in figures:
        published = figure.indicator.published
        assert published is not None
        said = f"{'>' if published.over else ''}{published.value:,}"
        print(
            _wide(str(figure.indicator.name), NAME_COLUMNS)
            + f"{said:>9} {figure.value:>9,}  "
            + (equal if figure.agrees else differs)
            + (f"   {_grades(figure)}" if figure.indicator.service is not None else "")
        )
    differing = sum(not figure.agrees for figure in figures)
    head = LedgerHead.objects.order_by("-size").first()
    if head is not None:
        print(
            _("Ledger: %(count)s entries sealed, head %(head)s.")
            % {"count": f"{head.size:,}", "head": bytes(head.root_hash).hex()[:16]}
        )
    if differing:
        print(
            _("%(count)d of %(total)d figures differ from what was published.")
            % {"count": differing, "total": len(figures)}
        )
    return differing


def tell_accounts() -> None:
    """Print one account for each role; only a site with synthetic records has them."""
    if not synthetic.is_marked():
        return
    print("\n" + _("Sign in at /signin/ with the password %(password)s as:") % {"password": PASSWORD})
    seen: set[str] = set()
    for grant in Grant.objects.select_related("user", "place", "organisation").order_by("pk"):
        if grant.role not in seen and grant.user.has_usable_password():
            seen.add(grant.role)
            where = grant.place or grant.organisation or ""
            role = _wide(str(grant.get_role_display()), ROLE_COLUMNS)
            print(f"  {grant.user.username:<18} {role} {grant.user.display_name} {where}")


def _grades(figure: Figure) -> str:
    counted = (
        (pgettext("grade", "checked"), figure.checked),
        (pgettext("grade", "confirmed"), figure.confirmed),
        (pgettext("grade", "claimed"), figure.claimed),
    )
    return " · ".join(f"{word} {count:,}" for word, count in counted)


def _wide(text: str, width: int) -> str:
    """Padded to a number of columns; a Chinese character takes two."""
    taken = sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
    return text + " " * max(width - taken, 0)
