"""The request as pages and API get it."""

from ipaddress import ip_address, ip_network
from typing import Any

from django.conf import settings
from django.http import HttpRequest


class Request(HttpRequest):
    """A request with its actor: the signed-in account, or the visitor. Only a name for types: Django makes the object,
    and `heluo.web.middleware` gives it the attribute."""

    actor: Any


def address_of(request: HttpRequest) -> str:
    """Who is asking; behind a proxy, whom the proxy (which adds the last address) says it asks for.

    Of IPv6 the network: a household has 2^64 addresses. Empty where the proxy says nothing that can be read
    (docs/deploy.md): then nobody can be told from anybody, and nothing may be held against an address.
    """
    if settings.CONFIG.behind_proxy:
        said = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()
    else:
        said = str(request.META.get("REMOTE_ADDR", ""))
    try:
        address = ip_address(said)
    except ValueError:
        return ""
    return str(address) if address.version == 4 else str(ip_network((address, 64), strict=False))
