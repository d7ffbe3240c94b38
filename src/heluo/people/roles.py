"""Roles that are asked for together. Plain words: the navigation is declared before the models are there."""

# The science offices (科技局) of a city and of a county.
OFFICERS = ("city_officer", "county_officer")
# Those who see to it that a place's affairs go well.
OVERSEERS = (*OFFICERS, "auditor")
# Those who deal with households where they live.
KEEPERS = (*OFFICERS, "informant", "village_committee")
