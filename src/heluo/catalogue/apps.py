from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from heluo.base.nav import EVERYONE, Item


class CatalogueConfig(AppConfig):
    name = "heluo.catalogue"
    label = "catalogue"
    default_auto_field = "django.db.models.BigAutoField"
    nav = [Item("catalogue:varieties", _("Varieties and technologies"), EVERYONE, order=30)]

    def ready(self) -> None:
        """Register who may do what here."""
        from heluo.catalogue import rules  # noqa: F401
