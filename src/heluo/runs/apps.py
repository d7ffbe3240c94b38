from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from heluo.base.nav import SIGNED_IN, Item


class RunsConfig(AppConfig):
    name = "heluo.runs"
    label = "runs"
    default_auto_field = "django.db.models.BigAutoField"
    nav = [Item("runs:engines", _("Engines"), SIGNED_IN, order=60)]

    def ready(self) -> None:
        from heluo.runs import rules  # noqa: F401
