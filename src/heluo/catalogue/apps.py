from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "heluo.catalogue"
    label = "catalogue"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register who may do what here."""
        from heluo.catalogue import rules  # noqa: F401
