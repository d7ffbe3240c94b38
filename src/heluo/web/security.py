"""The Content-Security-Policy of every page: our own files only, and no inline script."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse

TIANDITU_TILES = "https://*.tianditu.gov.cn"


def tile_sources() -> str:
    """The hosts that the base map's pictures come from; empty without a base map."""
    if settings.HELUO_TIANDITU_KEY:
        return TIANDITU_TILES
    if not settings.HELUO_TILE_URL:
        return ""
    address = urlsplit(settings.HELUO_TILE_URL)
    # A tile address names its mirrors by a placeholder in the host: https://{s}.tile.example.org.
    host = address.netloc.split("}.", 1)
    return f"{address.scheme}://{'*.' + host[1] if len(host) > 1 else host[0]}"


def policy() -> str:
    """The header's text. Styles, too, come from our files only: what varies in length is drawn as SVG."""
    return "; ".join(
        [
            "default-src 'self'",
            "script-src 'self'",
            "style-src 'self'",
            f"img-src 'self' data: blob: {tile_sources()}".rstrip(),
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ]
    )


class ContentSecurityPolicyMiddleware:
    """Adds the policy to every answer that does not bring its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.policy = policy()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        response.headers.setdefault("Permissions-Policy", "camera=(self), geolocation=(self), microphone=()")
        return response
