from django.apps import AppConfig


class IndustriesConfig(AppConfig):
    name = "heluo.industries"
    label = "industries"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register who may do what here."""
        from heluo.industries import rules  # noqa: F401
