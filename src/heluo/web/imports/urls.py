"""Addresses of the workbooks' pages."""

from django.urls import path

from heluo.web.imports import pages

app_name = "imports"

urlpatterns = [
    path("imports/", pages.listing, name="list"),
    path("imports/templates/<slug:name>.xlsx", pages.template, name="template"),
    path("imports/marked/<uuid:public_id>.xlsx", pages.marked, name="marked"),
    path("imports/<uuid:public_id>/", pages.upload, name="upload"),
    path("imports/<uuid:public_id>/carry-out/", pages.carry_out, name="carry-out"),
]
