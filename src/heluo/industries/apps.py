from django.apps import AppConfig


class IndustriesConfig(AppConfig):
    name = "heluo.industries"
    label = "industries"
    default_auto_field = "django.db.models.BigAutoField"
