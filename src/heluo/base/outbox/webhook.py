"""Posting JSON to a gateway's address."""

import json
import urllib.error
import urllib.request
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

TIMEOUT_SECONDS = 10
# More of an answer is not read.
MOST_BYTES = 64 * 1024


class HookFailed(Exception):
    """The gateway did not take it; the message says why, without the address (it may hold a key) or the text."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirected POST would become a GET without its content."""

    def redirect_request(self, *arguments: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirect)


def post(address: str, content: dict[str, Any]) -> None:
    """POST `content` to an http or https address. Raises HookFailed unless the answer is a success.

    Robots of WeCom and DingTalk answer errors with status 200 and `errcode`, those of Feishu with `code`;
    which codes mean success is a setting.
    """
    request = urllib.request.Request(  # noqa: S310 - the setting is checked to be http or https
        address,
        data=json.dumps(content, ensure_ascii=False).encode(),
        headers={"Content-Type": "application/json; charset=utf-8", "User-Agent": "Heluo"},
        method="POST",
    )
    try:
        with _OPENER.open(request, timeout=TIMEOUT_SECONDS) as answer:
            body = answer.read(MOST_BYTES)
    except urllib.error.HTTPError as error:
        error.close()
        raise HookFailed(_("The gateway answered with status %(status)d.") % {"status": error.code}) from None
    except (urllib.error.URLError, OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        raise HookFailed(
            _("The gateway could not be reached (%(error)s).") % {"error": type(reason).__name__}
        ) from None
    _refuse_error_in(body)


def _refuse_error_in(body: bytes) -> None:
    try:
        answer = json.loads(body)
    except ValueError:
        return
    if isinstance(answer, dict):
        code = answer.get("errcode", answer.get("code", 0))
        if code is not None and str(code).lower() not in settings.NOTICE_SUCCESS:
            raise HookFailed(_("The gateway answered with error %(code)s.") % {"code": str(code)[:40]})
