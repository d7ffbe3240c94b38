"""The end of what serves no longer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from heluo.base.forms import Day, Paragraph


class EndForm(forms.Form):
    last_day = Day(label=_("Last day"))
    reason = Paragraph(label=_("Why"), max_length=500, rows=3)
