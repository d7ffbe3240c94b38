"""A form that is sent once: it carries an id, by which it is known when it comes again."""

from typing import Any, cast
from uuid import uuid4

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _


class OnceForm(forms.Form):
    client_uuid = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("client_uuid", uuid4())
        # What was sent from this form before, where it says something else now.
        self.sent: Any = None

    def was_sent_as(self, sent: Any) -> None:
        """What was changed since then stays on the form; sent once more, it is a thing of its own."""
        self.sent = sent
        told = _("This form was sent already, as %(number)s; what you have changed since then is not in it yet.")
        self.add_error(None, told % {"number": sent.number})
        self.data = cast(QueryDict, self.data).copy()
        self.data["client_uuid"] = str(uuid4())
