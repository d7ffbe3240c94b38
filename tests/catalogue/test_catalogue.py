"""The catalogue: entered by offices, read by everyone."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from heluo.base.errors import Denied, Invalid
from heluo.base.rules import SYSTEM
from heluo.catalogue import queries
from heluo.catalogue.actions import add_technology, add_variety, edit_technology, edit_variety
from heluo.catalogue.queries import ItemFilter


def add_varieties(cast, numbers):
    for number in numbers:
        add_variety(actor=SYSTEM, number=f"V{number}", name=f"品种{number}", crop="花椒", industry=cast.pepper)


def add_technologies(cast, numbers):
    for number in numbers:
        add_technology(actor=SYSTEM, number=f"T{number}", name=f"技术{number}", industry=cast.pepper)


@pytest.mark.parametrize(("name", "add"), [("varieties", add_varieties), ("technologies", add_technologies)])
def test_a_list_takes_the_same_queries_for_1_and_30(client, cast, name, add, django_assert_num_queries):
    address = reverse(f"catalogue:{name}")
    add(cast, [0])
    with CaptureQueriesContext(connection) as for_one:
        client.get(address)
    add(cast, range(1, 31))
    with django_assert_num_queries(len(for_one)):
        page = client.get(address)
    assert len(page.context["page"].object_list) == 30


def test_found_by_name_pinyin_crop_and_industry(cast):
    variety = cast.variety
    for chosen in (
        ItemFilter(words="豫椒"),
        ItemFilter(words="yujiao"),
        ItemFilter(words="花椒"),
        ItemFilter(words="pz-001"),
        ItemFilter(industry=cast.pepper),
    ):
        assert list(queries.varieties(chosen)) == [variety]
    assert not queries.varieties(ItemFilter(industry=cast.apple)).exists()


def test_pages_of_one(client, cast):
    assert "豫椒一号" in client.get(reverse("catalogue:variety", args=[cast.variety.public_id])).content.decode()
    page = client.get(reverse("catalogue:technology", args=[cast.technology.public_id]))
    assert "花椒蚜虫绿色防控技术" in page.content.decode()


def test_entered_by_an_office(client, cast):
    form = {"number": "PZ-9", "name": "新品种甲", "crop": "花椒", "industry": "花椒"}
    assert cast.pepper.pk
    client.force_login(cast.county_officer)
    assert client.post(reverse("catalogue:variety-new"), form | {"crop": ""}).status_code == 422
    assert client.post(reverse("catalogue:variety-new"), form).status_code == 302
    again = client.post(reverse("catalogue:variety-new"), form)
    assert again.status_code == 422
    client.force_login(cast.requester)
    assert client.get(reverse("catalogue:variety-new")).status_code == 403
    assert client.get(reverse("catalogue:technology-new")).status_code == 403


def test_changes(cast):
    changed = edit_variety(
        actor=cast.officer, variety=cast.variety, name="豫椒二号", crop="花椒", industry=cast.pepper, origin="示例所"
    )
    assert (changed.name, changed.pinyin) == ("豫椒二号", "yu jiao er hao")
    edit_technology(actor=cast.officer, technology=cast.technology, name="蚜虫防控", industry=cast.pepper)
    with pytest.raises(Denied):
        edit_technology(actor=cast.informant, technology=cast.technology, name="x", industry=cast.pepper)
    with pytest.raises(Invalid):
        edit_technology(actor=cast.officer, technology=cast.technology, name="", industry=cast.pepper)
    with pytest.raises(TypeError):
        edit_technology(actor=cast.officer, technology=cast.technology, name="x", industry=cast.pepper, crop="y")
