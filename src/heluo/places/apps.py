from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "heluo.places"
    label = "places"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register who may do what here."""
        from heluo.places import rules  # noqa: F401
