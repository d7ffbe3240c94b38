"""In which order rows are locked: needs first, then their offers and services. Otherwise two who act at once could each
hold what the other waits for."""

from heluo.base.writing import locked
from heluo.needs.models import Need, Service


def lock_need_of(service: Service) -> Need | None:
    """The need that a service is for, locked. With it begins whatever writes to both, or makes a row that refers to the
    need."""
    return locked(service.need) if service.need is not None else None
