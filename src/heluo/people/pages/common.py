"""What the pages of people share: a page that is one form, and what becomes of it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from heluo.base.errors import Sentence
from heluo.base.forms import done


def form_page(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[], Any],
    *,
    told: Sentence,
    then: Callable[[Any], str],
    **drawn: Any,
) -> HttpResponse:
    """A page of one form. Once `act` is done, `told` is said and what it returned leads `then` to an address.

    Until then it is drawn as `draw_form` says, with what was typed and what is wrong with it.
    """
    made = done(form, act) if request.method == "POST" else None
    if made is not None:
        messages.success(request, told)
        return redirect(then(made))
    return draw_form(request, form, **drawn)


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
