"""The addresses of places."""

from django.urls import path

from heluo.places import pages

app_name = "places"
urlpatterns = [
    path("places/<uuid:public_id>/", pages.show_place, name="place"),
]
