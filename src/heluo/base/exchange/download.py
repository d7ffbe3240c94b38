"""A workbook as the answer of a page."""

from urllib.parse import quote

from django.http import HttpResponse

from heluo.base.exchange.output import MIME


def workbook(name: str, content: bytes) -> HttpResponse:
    """An .xlsx to be downloaded under this file name, which may be Chinese."""
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return HttpResponse(content, content_type=MIME, headers=headers)
