"""The page of a place, and what a search field suggests."""

from django.urls import reverse


def test_a_place(client, cast):
    page = client.get(reverse("places:place", args=[cast.town.public_id])).content.decode()
    assert "张营村" in page
    assert "洛宁县" in page


def test_suggestions(client, cast):
    assert cast.village.pk
    assert "张营村" in client.get(reverse("places:suggest"), {"q": "zhangying"}).content.decode()
    assert "没有找到" in client.get(reverse("places:suggest"), {"q": "某处"}).content.decode()
    assert client.get(reverse("places:suggest")).status_code == 200
