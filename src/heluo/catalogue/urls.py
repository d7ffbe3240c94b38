"""The addresses of the catalogue."""

from django.urls import path

from heluo.catalogue import pages

app_name = "catalogue"
urlpatterns = [
    path("varieties/", pages.list_varieties, name="varieties"),
    path("varieties/new/", pages.new_variety, name="variety-new"),
    path("varieties/<uuid:public_id>/", pages.show_variety, name="variety"),
    path("technologies/", pages.list_technologies, name="technologies"),
    path("technologies/new/", pages.new_technology, name="technology-new"),
    path("technologies/<uuid:public_id>/", pages.show_technology, name="technology"),
]
