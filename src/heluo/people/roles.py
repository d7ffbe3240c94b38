"""Roles that are asked for together. Plain words: the navigation is declared before the models are there."""

# The science offices (科技局) of a city and of a county.
OFFICERS = ("city_officer", "county_officer")
