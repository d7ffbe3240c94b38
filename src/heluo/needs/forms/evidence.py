"""Photos and documents that bear out a service: several at once, each read before it is kept."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from heluo.base.ids import uuid7
from heluo.needs.forms.photos import KINDS, MOST_BYTES, clean_photo

MOST_PHOTOS, MOST_DOCUMENTS = 6, 3
_HEAD, _TAIL = b"%PDF-", b"%%EOF"
# What makes a PDF act by itself, open another programme or carry further files.
_ACTIVE = (b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/RichMedia")


class SeveralFiles(forms.FileInput):
    allow_multiple_selected = True

    def __init__(self, accept: str) -> None:
        super().__init__(attrs={"accept": accept, "multiple": ""})


class _FilesField(forms.FileField):
    """Several files; the clean value is a list of ContentFile, empty where none was sent."""

    def __init__(self, *, most: int, accept: str, read: Callable[[UploadedFile], ContentFile], **kwargs: Any) -> None:
        super().__init__(widget=SeveralFiles(accept), **kwargs)
        self._most, self._read = most, read

    def clean(self, value: Any, initial: Any = None) -> list[ContentFile]:
        uploads: Sequence[Any] = value if isinstance(value, list | tuple) else [value]
        files = [super(_FilesField, self).clean(upload, initial) for upload in uploads if upload]
        if len(files) > self._most:
            raise ValidationError(_("At most %(most)s at once.") % {"most": self._most})
        return [self._read(file) for file in files]


class PhotosField(_FilesField):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Up to 6, each of at most 12 MB; position and time inside them are removed."))
        accept = ",".join(f"image/{kind.lower()}" for kind in KINDS)
        super().__init__(most=MOST_PHOTOS, accept=accept, read=clean_photo, **kwargs)


class DocumentsField(_FilesField):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Up to 3 PDFs, each of at most 12 MB: a list that was signed, a report."))
        super().__init__(most=MOST_DOCUMENTS, accept="application/pdf,.pdf", read=clean_document, **kwargs)


def clean_document(upload: UploadedFile) -> ContentFile:
    """The PDF under a name of ours. One that acts by itself, or can't be looked into, is refused."""
    if (upload.size or 0) > MOST_BYTES:
        raise ValidationError(_("The document is larger than 12 MB; send a smaller one."))
    content = upload.read()
    if not content.startswith(_HEAD) or _TAIL not in content[-2048:]:
        raise ValidationError(_("This is no PDF; save the document as a PDF and send that."))
    if b"/Encrypt" in content:
        raise ValidationError(_("The PDF is locked with a password; send it unlocked."))
    if any(mark in content for mark in _ACTIVE):
        raise ValidationError(_("The PDF runs scripts or carries other files; print it to a new PDF and send that."))
    return ContentFile(content, name=f"{uuid7()}.pdf")
