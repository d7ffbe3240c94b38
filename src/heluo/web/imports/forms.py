"""The one field of an upload: several files."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from heluo.base.exchange.reader import Upload
from heluo.base.text import normalise

MOST_NAME = 200


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """A file field that takes several; its value is a list."""

    widget = ManyFilesInput(attrs={"accept": ".xlsx"})

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = data if isinstance(data, list | tuple) else [data]
        return [super(ManyFilesField, self).clean(file, initial) for file in files]


class UploadForm(forms.Form):
    workbooks = ManyFilesField(
        label=_("Workbooks (.xlsx)"), help_text=_("Several at once, in any order: they may refer to one another.")
    )

    def uploads(self) -> list[Upload]:
        """The files with tidy names, in memory: they are at most some megabytes."""
        return [Upload(normalise(file.name or "")[-MOST_NAME:], file.read()) for file in self.cleaned_data["workbooks"]]
