from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "heluo.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register who may do what here."""
        from heluo.people import rules  # noqa: F401
