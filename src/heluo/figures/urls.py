from django.urls import path

from heluo.figures import pages

app_name = "figures"

urlpatterns = [
    path("figures/", pages.figures, name="figures"),
    path("figures/<slug:slug>/", pages.figure, name="figure"),
]
