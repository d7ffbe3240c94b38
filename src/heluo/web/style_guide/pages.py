"""The style guide at /style/: what the components look like, in both languages, light and dark."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from heluo.web.style_guide import samples


def style_guide(request: HttpRequest) -> HttpResponse:
    """Every component; `?phone` draws the phone frame; with wrong=1 the form shows its errors."""
    if not settings.DEBUG:
        raise Http404
    wrong = "wrong" in request.GET
    context = {
        "form": samples.SampleForm({"title": "", "when": "31 February"} if wrong else None),
        "page_of": Paginator(range(408), 20).get_page(request.GET.get("page", 2)),
        "counties": samples.counties(),
        **samples.CONTEXT,
    }
    template = "heluo/style_guide_phone.html" if "phone" in request.GET else "heluo/style_guide.html"
    return render(request, template, context)
