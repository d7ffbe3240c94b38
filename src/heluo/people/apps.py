from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from heluo.base.nav import EVERYONE, SIGNED_IN, Item
from heluo.people.roles import KEEPERS, OFFICERS, OVERSEERS


class PeopleConfig(AppConfig):
    name = "heluo.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
    nav = [
        Item("people:specialists", _("Specialists"), EVERYONE, order=20),
        Item("people:households", _("Households"), KEEPERS, order=45),
        Item(
            "people:agreements",
            _("Agreements"),
            (*OVERSEERS, "specialist", "team_leader", "contact"),
            order=46,
        ),
        Item("people:accounts", _("Accounts"), ("administrator", *OFFICERS), order=60),
        Item("people:me", _("My account"), SIGNED_IN, order=80),
    ]

    def ready(self) -> None:
        """Register who may do what here."""
        from heluo.people import rules  # noqa: F401
