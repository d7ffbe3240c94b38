"""The outbox: an action writes its notices in its own transaction; the worker sends them after the commit."""

from datetime import datetime
from typing import Any

from heluo.base.recorded import Recorded


def queue(*, template: str, to: Any, about: Recorded, context: dict[str, Any], at: datetime, secret: str = "") -> None:
    """Write one notice. `to` is an account (kept on its page, and sent by the channels it chose) or an Address."""
    from heluo.base.models import Notice

    channel, address, user = _addressee(to)
    Notice.objects.create(
        template=template,
        context=context,
        secret=secret,
        user_id_text=user,
        channel=channel,
        address=address,
        about=about._meta.label_lower,
        about_id=str(about.public_id),
        created_at=at,
        due_at=at,
    )


def call_back(about: Recorded) -> None:
    """Forget the notices about a row that nobody has got: they wait, were kept, or were given up.

    One that is being sent at this very moment may still arrive.
    """
    from heluo.base.models import Notice

    told = Notice.objects.filter(about=about._meta.label_lower, about_id=str(about.public_id))
    told.exclude(state="sent").delete()


class Address:
    """Where a notice goes when the addressee has no account, such as a telephone number."""

    def __init__(self, channel: str, value: str = "") -> None:
        self.channel = channel
        self.value = value


def _addressee(to: Any) -> tuple[str, str, str]:
    if isinstance(to, Address):
        return to.channel, to.value, ""
    return "page", "", str(to.public_id)
