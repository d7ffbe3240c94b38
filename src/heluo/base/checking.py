"""The last check before a row is written: what the model's own fields say."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from heluo.base.errors import Invalid


def check_row(row: models.Model, *, leave_out: tuple[str, ...] = ()) -> None:
    """Raise Invalid, with a sentence for each wrong field, unless every field's value is one that it may have.

    Forms find the same mistakes earlier and beside the field; this holds for workbooks, API and command line.
    """
    try:
        row.clean_fields(exclude=leave_out)
        row.validate_unique(exclude=leave_out)
    except ValidationError as error:
        fields = {name: " ".join(map(str, messages)) for name, messages in error.message_dict.items()}
        raise Invalid(_("Some of this can't be kept as it is."), fields) from None
