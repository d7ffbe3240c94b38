"""What the pages of people share: running an action from a form, and drawing a form."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from heluo.base.errors import Invalid, Sentence
from heluo.base.forms import take_refusal


def done(form: forms.Form, act: Callable[[], Any]) -> Any:
    """What `act` returns when the form is right and the action takes it; None when something is to be corrected."""
    if not form.is_valid():
        return None
    try:
        return act()
    except Invalid as refusal:
        take_refusal(form, refusal)
        return None


def draw_form(
    request: HttpRequest,
    form: forms.Form,
    *,
    title: Sentence,
    button: Sentence,
    back: str,
    note: Sentence = "",
    ending: dict[str, Any] | None = None,
) -> HttpResponse:
    """The page of one form; with status 422 when it comes back with mistakes. `ending`: see `people.pages.ending`."""
    context = {"form": form, "title": title, "button": button, "back": back, "note": note, "ending": ending}
    return render(request, "people/form.html", context, status=422 if form.errors else 200)
