"""Needs and services by the number that people quote."""

from typing import Any

from heluo.base.numbering import numbers_meant
from heluo.needs.queries import needs, services


def numbered(user: Any, typed: str) -> list[str]:
    """Public ids of the need, or of the service in all its versions, of this number; nothing for what is no number."""
    meant = numbers_meant(typed, ("", "S"))
    if not meant:
        return []
    found = [rows.filter(number__in=meant) for rows in (services.visible_to(user), needs.visible_to(user))]
    return [str(public_id) for rows in found for public_id in rows.values_list("public_id", flat=True)]
