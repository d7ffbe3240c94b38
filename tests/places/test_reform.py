"""The demonstration's places know what became of three of them in 2021."""

from datetime import date

import pytest

from heluo.places.models import Place
from heluo.places.queries import counties
from heluo.web.demonstration.records import load_ground
from heluo.web.demonstration.run import FOLDER


@pytest.mark.django_db
def test_the_reform_of_2021(client):
    load_ground(FOLDER)
    became = dict(Place.objects.exclude(successor=None).values_list("name", "successor__name"))
    assert became == {"偃师市": "偃师区", "孟津县": "孟津区", "吉利区": "孟津区"}
    assert counties().count() == 15
    old = Place.objects.get(name="孟津县")
    assert old.valid_to == date(2021, 3, 17)
    page = client.get(f"/places/{old.successor.public_id}/").content.decode()
    assert "孟津县" in page
    assert "吉利区" in page
    assert "2021-03-18" in page
