from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from heluo.base.nav import Item


class WebConfig(AppConfig):
    name = "heluo.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"
    nav = [Item("imports:list", _("Workbooks"), ("city_officer", "county_officer"), order=70)]
