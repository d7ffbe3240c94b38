from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from heluo.base.nav import EVERYONE, SIGNED_IN, VISITORS, Item


class NeedsConfig(AppConfig):
    name = "heluo.needs"
    label = "needs"
    default_auto_field = "django.db.models.BigAutoField"
    nav = [
        Item("needs:desk", _("My desk"), SIGNED_IN, order=5),
        Item("needs:list", _("Needs"), EVERYONE, order=10),
        # The city's officers find it on the page of households.
        Item("needs:erasing", _("Erase a person"), ("administrator",), order=75),
        Item("needs:new", _("Ask for help"), SIGNED_IN, order=90, prominent=True),
        Item("needs:ask-here", _("Ask for help"), VISITORS, order=90, prominent=True),
    ]

    def ready(self) -> None:
        """Say what stands in the way when a specialist or a team is to end."""
        from heluo.needs import ending  # noqa: F401
