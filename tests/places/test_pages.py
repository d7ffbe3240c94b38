"""The page of a place."""

from django.urls import reverse


def test_a_place(client, cast):
    page = client.get(reverse("places:place", args=[cast.town.public_id])).content.decode()
    assert "张营村" in page
    assert "洛宁县" in page
