"""Fields for telephone numbers, codes, and for naming organisations and specialists."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from heluo.base import clock
from heluo.base.errors import Sentence
from heluo.base.forms import Line, Paragraph
from heluo.people import credit_code, id_number, telephone
from heluo.people.models import Organisation, Specialist, User
from heluo.people.queries import organisations, specialists


class Placed(forms.Form):
    """A form whose `place` is asked only of those who may move the thing."""

    def __init__(self, *args: Any, may_move: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_move:
            del self.fields["place"]


class _Checked(Line):
    """A line that is tidied and then checked; its fault is a sentence."""

    tidy: Callable[[str], str]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, **kwargs)

    def fault(self, value: str) -> Sentence | None:
        raise NotImplementedError

    def to_python(self, value: Any) -> str:
        return type(self).tidy(super().to_python(value))

    def validate(self, value: str) -> None:
        super().validate(value)
        fault = self.fault(value) if value else None
        if fault is not None:
            raise ValidationError(fault)


class Phone(_Checked):
    """A mobile or land line of mainland China, normalised."""

    tidy = staticmethod(telephone.tidy)

    def __init__(self, *, autocomplete: str = "off", **kwargs: Any) -> None:
        """`autocomplete`: "tel" where one's own number is asked for. It is never kept on the device."""
        attrs = {"type": "tel", "autocomplete": autocomplete, "data-private": ""}
        super().__init__(widget=forms.TextInput(attrs=attrs), **kwargs)

    def fault(self, value: str) -> Sentence | None:
        return telephone.fault(value)


class CreditCode(_Checked):
    """A unified social credit code (GB 32100-2015)."""

    tidy = staticmethod(credit_code.tidy)

    def fault(self, value: str) -> Sentence | None:
        return credit_code.fault(value)


class IdNumber(_Checked):
    """A citizen identity number (GB 11643-1999)."""

    widget = forms.TextInput(attrs={"autocomplete": "off"})
    tidy = staticmethod(id_number.tidy)

    def fault(self, value: str) -> Sentence | None:
        return id_number.fault(value, today=clock.today())


class _Named(Line):
    """A row by the name or number under which it is known. The clean value is the row or None."""

    unknown: Sentence = ""
    several: Sentence = ""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=120, **kwargs)

    def rows(self, text: str) -> list[Any]:
        raise NotImplementedError

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        rows = self.rows(text)
        if len(rows) != 1:
            raise ValidationError(self.several if rows else self.unknown)
        return rows[0]


class OrganisationText(_Named):
    """An organisation by its full name or its credit code."""

    unknown = _("No organisation of this name or code is entered; enter it first.")
    several = _("Several organisations bear this name; write the unified social credit code.")

    def prepare_value(self, value: Any) -> Any:
        return (value.credit_code or value.name) if isinstance(value, Organisation) else value

    def rows(self, text: str) -> list[Any]:
        return organisations.named(text)


class OrganisationsText(Paragraph):
    """Several organisations, one on each line, by full name or credit code. The clean value is a list."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("One on each line: full name or unified social credit code."))
        super().__init__(max_length=4000, rows=3, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(one.credit_code or one.name for one in value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[Organisation]:
        found: list[Organisation] = []
        for line in filter(None, map(str.strip, super().clean(value).split("\n"))):
            rows = organisations.named(line)
            if len(rows) != 1:
                sentence = OrganisationText.several if rows else OrganisationText.unknown
                raise ValidationError(f"{line[:40]}: {sentence}")
            found += rows
        return list(dict.fromkeys(found))


class SpecialistText(_Named):
    """A specialist by number or full name."""

    unknown = _("No specialist of this name or number is entered.")
    several = _("Several specialists bear this name; write the number.")

    def prepare_value(self, value: Any) -> Any:
        return value.number if isinstance(value, Specialist) else value

    def rows(self, text: str) -> list[Any]:
        return specialists.named(text)


class SpecialistsText(Paragraph):
    """Several specialists, one on each line, by number or full name. The clean value is a list."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("One on each line: number or full name. Whoever leaves is deleted here."))
        super().__init__(max_length=8000, rows=8, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(f"{one.number} {one.name}" for one in value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[Specialist]:
        lines = [line.strip() for line in super().clean(value).split("\n") if line.strip()]
        known = specialists.named_in(lines)
        for line in lines:
            if len(known[line]) != 1:
                sentence = SpecialistText.several if known[line] else SpecialistText.unknown
                raise ValidationError(f"{line[:40]}: {sentence}")
        return list(dict.fromkeys(known[line][0] for line in lines))


class AccountText(_Named):
    """An account by its user name, out of those that the user looks after."""

    unknown = _("You look after no account of this user name.")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.accounts: QuerySet[User] = User.objects.none()

    def prepare_value(self, value: Any) -> Any:
        return value.username if isinstance(value, User) else value

    def rows(self, text: str) -> list[Any]:
        return list(self.accounts.filter(username=text.casefold(), is_active=True))
