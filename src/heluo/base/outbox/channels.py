"""The ways by which a notice leaves. A channel is a function of (notice, text) that delivers or raises.

An app may bring a gateway of its own with `@channel("sms")` in a module that its `ready()` imports.
"""

from collections.abc import Callable

from django.conf import settings
from django.utils.translation import gettext as _

from heluo.base.models import Notice
from heluo.base.outbox import webhook

Deliver = Callable[[Notice, str], None]


class Kept(Exception):
    """The notice stays with us, to be told or printed; the message says why. Not a failure."""


class NotDelivered(Exception):
    """This try failed; another one may succeed. The message says why and carries no personal data."""


_CHANNELS: dict[str, Deliver] = {}


def channel(name: str) -> Callable[[Deliver], Deliver]:
    """Decorator: the function delivers the notices of that channel, in place of what did before."""

    def register(deliver: Deliver) -> Deliver:
        _CHANNELS[name] = deliver
        return deliver

    return register


def deliver(notice: Notice, text: str) -> None:
    """Deliver by the notice's channel. Raises Kept or NotDelivered."""
    if notice.channel not in _CHANNELS:
        raise Kept(_("There is no channel “%(name)s” here.") % {"name": notice.channel})
    _CHANNELS[notice.channel](notice, text)


@channel("page")
def on_the_page(notice: Notice, text: str) -> None:
    """It lies on the account's page already."""


@channel("sms")
def by_sms(notice: Notice, text: str) -> None:
    if not settings.NOTICE_WEBHOOK:
        raise Kept(_("No SMS gateway is set: read it to them or print the slip."))
    _by_webhook(notice, text)


@channel("robot")
def by_robot(notice: Notice, text: str) -> None:
    if not settings.NOTICE_WEBHOOK:
        raise Kept(_("No robot is set: it was not sent to the group."))
    _by_webhook(notice, text)


def _by_webhook(notice: Notice, text: str) -> None:
    try:
        webhook.post(
            settings.NOTICE_WEBHOOK,
            {
                # The receiver may get a notice twice (when its answer was lost) and knows it by its id.
                "id": str(notice.public_id),
                "channel": notice.channel,
                "to": notice.address,
                "text": text,
                "template": notice.template,
                "about": notice.about,
                "about_id": notice.about_id,
            },
        )
    except webhook.HookFailed as error:
        raise NotDelivered(str(error)) from None
