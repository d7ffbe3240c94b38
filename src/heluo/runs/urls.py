"""Addresses of engines and runs."""

from django.urls import path

from heluo.runs import pages

app_name = "runs"

urlpatterns = [
    path("engines/", pages.engines, name="engines"),
    path("engines/<slug:slug>/", pages.engine, name="engine"),
    path("runs/<uuid:public_id>/", pages.run, name="run"),
    path("runs/<uuid:public_id>/cancel/", pages.cancel, name="cancel"),
    path("runs/<uuid:public_id>/plan.svg", pages.picture, name="picture"),
    path("runs/<uuid:public_id>/problem.json", pages.problem, name="problem"),
    path("runs/<uuid:public_id>/plan.json", pages.plan, name="plan"),
]
