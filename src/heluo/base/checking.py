"""The last check before a row is written: what the model's own fields say."""

from collections.abc import Callable, Iterable

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from heluo.base.errors import Invalid, Sentence

TAKEN = _("This is taken already; write another one.")


def check_row(row: models.Model, *, leave_out: tuple[str, ...] = ()) -> None:
    """Raise Invalid, with a sentence for each wrong field, unless every field's value is one that it may have.

    Forms find the same mistakes earlier and beside the field; this holds for workbooks, API and command line.
    """
    # A column that may be empty in the database may be empty here, whatever forms ask for.
    unset = [field.name for field in row._meta.concrete_fields if _is_unset(row, field)]
    exclude = [*unset, *leave_out]

    def check() -> None:
        row.clean_fields(exclude=exclude)
        row.validate_unique(exclude=exclude)

    _raise_invalid(row, check)


def check_values(row: models.Model, *, leave_out: tuple[str, ...] = ()) -> None:
    """The same without a query: an import has found its references and its doubles for all rows together."""
    empty = [field.name for field in row._meta.concrete_fields if field.is_relation or _is_unset(row, field)]
    _raise_invalid(row, lambda: row.clean_fields(exclude=[*empty, *leave_out]))


def _is_unset(row: models.Model, field: models.Field) -> bool:
    return field.null and getattr(row, field.attname) is None


def _raise_invalid(row: models.Model, check: Callable[[], object]) -> None:
    try:
        check()
    except ValidationError as error:
        fields = {name: _in_words(faults) for name, faults in error.error_dict.items()}
        raise Invalid(_("Some of this can't be kept as it is."), fields) from None


def _in_words(faults: Iterable[ValidationError]) -> Sentence:
    """The framework names a doubled value by model and column, which nobody knows who fills in a form."""
    return " ".join(str(TAKEN) if fault.code == "unique" else " ".join(fault.messages) for fault in faults)
