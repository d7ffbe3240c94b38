"""Finding places: by words, by path, by position."""

import pytest

from heluo.places import queries
from heluo.places.models import in_subtrees
from heluo.places.outlines import contains


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("张营", "张营村"),
        ("张营村", "张营村"),
        ("zhangying", "张营村"),
        ("zyc", "张营村"),
        ("洛宁 张营", "张营村"),
        ("luoning zhangying", "张营村"),
        ("张营 洛宁", "张营村"),
        ("洛宁县赵村镇张营村", "张营村"),
        ("洛宁县 › 赵村镇 › 张营村", "张营村"),
        ("洛宁张营村", "张营村"),
        ("洛宁赵村镇张营", "张营村"),
        ("洛宁赵村张营村委会", "张营村"),
        ("张营村村民委员会", "张营村"),
        ("４１０３２８", "洛宁县"),
        ("洛宁", "洛宁县"),
        ("lnx", "洛宁县"),
        ("赵村", "赵村"),
        ("赵村镇", "赵村镇"),
    ],
)
def test_search_finds(cast, typed, first):
    assert cast.county
    assert queries.search_places(typed)[0].name == first


@pytest.mark.parametrize("typed", ["", "　", "%", "_", "某处", "洛宁 北凹", "'; drop", "9" * 400, "›/"])
def test_search_finds_nothing(cast, typed):
    assert cast.county
    assert queries.search_places(typed) == []


def test_search_within_and_by_level(cast):
    assert queries.search_places("北凹", within=cast.county) == []
    assert queries.search_places("北凹", within=cast.stranger.county)
    assert {place.level for place in queries.search_places("41", levels=["county"])} == {"county"}


@pytest.mark.parametrize("cell", ["410328109202", "张营村", "张营村村民委员会", "洛宁县赵村镇张营村", "洛宁县/张营村"])
def test_a_cell_names_one_place(cast, cell):
    village = cast.village
    assert queries.resolve(cell) == [village]


def test_a_cell_that_names_nothing(cast):
    assert cast.county
    assert queries.resolve("张营") == queries.resolve("") == queries.resolve("栾川县张营村") == []


def test_subtrees(cast):
    assert cast.village in queries.under(cast.county)
    assert cast.stranger.village not in queries.under(cast.county)
    assert not queries.current().filter(in_subtrees([])).exists()
    assert [county.name for county in queries.counties()] == ["栾川县", "洛宁县"]
    assert cast.village in queries.children(cast.town)
    assert queries.county_of(cast.village) == cast.county
    assert queries.county_of(cast.city) is None


def test_the_county_around_a_position(cast):
    assert queries.nearest(cast.county.latitude, cast.county.longitude) == cast.county
    assert queries.nearest(34.75, 113.3) is None
    assert queries.nearest(0, 0) is None


def test_holes_are_outside():
    ring = [[0, 0], [9, 0], [9, 9], [0, 9], [0, 0]]
    hole = [[3, 3], [6, 3], [6, 6], [3, 6], [3, 3]]
    shape = {"type": "MultiPolygon", "coordinates": [[ring, hole]]}
    assert contains(shape, latitude=1, longitude=1)
    assert not contains(shape, latitude=4, longitude=4)
    assert not contains(shape, latitude=10, longitude=1)
    assert not contains(None, latitude=1, longitude=1)


def test_search_takes_a_fixed_number_of_queries(cast, django_assert_max_num_queries):
    assert cast.county
    with django_assert_max_num_queries(4):
        queries.search_places("洛宁 张营")
