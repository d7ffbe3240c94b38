from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from heluo.base.nav import Item


class WebConfig(AppConfig):
    name = "heluo.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"
    # Those who may send workbooks: `web.imports.rules`, which can't be read before the models are.
    nav = [
        Item(
            "imports:list",
            _("Workbooks"),
            ("city_officer", "county_officer", "administrator", "informant", "village_committee"),
            order=70,
        )
    ]
