from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from heluo.base.nav import Item
from heluo.web.imports.rules import SENDERS


class WebConfig(AppConfig):
    name = "heluo.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"
    nav = [Item("imports:list", _("Workbooks"), SENDERS, order=70)]
