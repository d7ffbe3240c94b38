"""Starting a run by hand: an example, or a problem as JSON, pasted or from a file."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from heluo.base.errors import Invalid
from heluo.base.forms import Paragraph
from heluo.enginekit import Engine
from heluo.enginekit.model import ProblemModel
from heluo.runs.actions import MOST_SEED, read_problem

MOST_BYTES = 8 * 1024 * 1024
MOST_SHOWN = 20


class RunForm(forms.Form):
    """One of three ways to name the problem, and the seed."""

    example = forms.ChoiceField(label=_("An example"), required=False)
    file = forms.FileField(label=_("A problem as a file"), required=False, help_text=_("JSON, at most 8 MB."))
    problem = Paragraph(label=_("Or pasted here"), max_length=2_000_000, required=False, rows=8)
    seed = forms.IntegerField(
        label=_("Seed"),
        min_value=0,
        max_value=MOST_SEED,
        initial=0,
        help_text=_("The same seed gives the same plan."),
    )

    def __init__(self, *args: Any, engine: Engine, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.engine = engine
        self._examples = {path.stem: path for path in engine.examples()}
        names = [(name, path.name) for name, path in self._examples.items()]
        self.fields["example"].choices = [("", _("None")), *names]  # type: ignore[attr-defined]

    def clean_file(self) -> str:
        upload = self.cleaned_data["file"]
        if upload is None:
            return ""
        if upload.size > MOST_BYTES:
            raise ValidationError(_("The file is larger than 8 MB."))
        try:
            return str(upload.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise ValidationError(_("The file is no text in UTF-8.")) from None

    def clean(self) -> dict[str, Any]:
        """`read` becomes the problem; each wrong field of it is a sentence."""
        data = super().clean() or {}
        if self.errors:
            return data
        name = "file" if data["file"] else "problem"
        text = data["file"] or data["problem"]
        if not text and data["example"]:
            text = self._examples[data["example"]].read_text(encoding="utf-8")
        if not text:
            raise ValidationError(_("Choose an example, or give a problem as a file or as text."))
        data["read"] = self._read(name, text)
        return data

    def _read(self, name: str, text: str) -> ProblemModel | None:
        try:
            return read_problem(self.engine.slug, json.loads(text))
        except (ValueError, RecursionError):
            self.add_error(name, _("This is no JSON."))
        except Invalid as error:
            for where, sentence in list(error.fields.items())[:MOST_SHOWN]:
                self.add_error(name, f"{where}: {sentence}")
        return None
