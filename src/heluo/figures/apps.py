from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from heluo.base.nav import EVERYONE, Item


class FiguresConfig(AppConfig):
    name = "heluo.figures"
    label = "figures"
    default_auto_field = "django.db.models.BigAutoField"
    nav = [Item("figures:figures", _("Figures"), EVERYONE, order=30)]
