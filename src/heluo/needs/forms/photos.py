"""A photo from a telephone: read and written anew, so that nothing but its pixels is kept."""

import hashlib
from io import BytesIO
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from heluo.base.ids import uuid7
from heluo.needs.models import NeedPhoto

MOST_BYTES = 12 * 1024 * 1024
# A decompression bomb is refused by its header, before its pixels are read.
MOST_PIXELS = 60_000_000
LONGEST_SIDE = 1600
KINDS = ("JPEG", "PNG", "WEBP")


class PhotoField(forms.FileField):
    """An optional photo; its clean value is a ContentFile with a JPEG, or None."""

    widget = forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp", "capture": "environment"})

    def clean(self, value: Any, initial: Any = None) -> ContentFile | None:
        upload = super().clean(value, initial)
        return clean_photo(upload) if upload else None


def clean_photo(upload: UploadedFile) -> ContentFile:
    """The picture as a JPEG of at most 1600 pixels a side, turned upright, without EXIF (position, device, time)."""
    if (upload.size or 0) > MOST_BYTES:
        raise ValidationError(_("The photo is larger than 12 MB; take a smaller one."))
    try:
        with Image.open(upload, formats=KINDS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise ValidationError(_("The photo has too many pixels; take a smaller one."))
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except ValidationError:
        raise
    except Exception:  # Whatever a decoder raises over a damaged file: Pillow's have no common ancestor.
        raise ValidationError(_("This is no photo that can be read; JPEG, PNG and WebP can.")) from None
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    clean = Image.new("RGB", upright.size)
    clean.paste(upright)
    out = BytesIO()
    clean.save(out, "JPEG", quality=85, optimize=True)
    return ContentFile(out.getvalue(), name=f"{uuid7()}.jpg")


def as_row(photo: ContentFile) -> NeedPhoto:
    """A photo to be saved with its need."""
    return NeedPhoto(file=photo, sha256=hashlib.sha256(photo.read()).hexdigest())
