"""Loading editions: what is new, renamed, ended and succeeded."""

from datetime import date

import pytest

from heluo.base.errors import Denied, Invalid
from heluo.base.ledger.models import LedgerEntry
from heluo.base.rules import SYSTEM
from heluo.places import queries
from heluo.places.actions import import_divisions
from heluo.places.models import Place
from heluo.places.sources import DivisionFiles
from tests.cast import DIVISIONS

BEFORE = {
    "areas.csv": "code,name\n410381,偃师市\n410322,孟津县\n410306,吉利区\n",
    "streets.csv": "code,name\n410381101,缑氏镇\n410322100,城关镇\n",
    "villages.csv": "code,name\n410381101203,邢村村民委员会\n410322100201,桂花村村民委员会\n",
}
AFTER = {
    "areas.csv": "code,name\n410307,偃师区\n410308,孟津区\n",
    "streets.csv": "code,name\n410307101,缑氏镇\n410308100,城关镇\n",
    "villages.csv": "code,name\n410307101203,邢村村民委员会\n410308100201,桂花村村民委员会\n",
    "successors.csv": "old,new,date\n410381,410307,2021-03-18\n410322,410308,2021-03-18\n410306,410308,2021-03-18\n",
}
CITY = {"provinces.csv": "code,name\n41,河南省\n", "cities.csv": "code,name\n4103,洛阳市\n"}


@pytest.fixture
def load(tmp_path, db):
    """Writes tables into a folder and loads it."""

    def write_and_load(tables, year, actor=SYSTEM):
        folder = tmp_path / str(year)
        folder.mkdir(exist_ok=True)
        for name, text in tables.items():
            (folder / name).write_text(text, encoding="utf-8")
        files = DivisionFiles.in_folder(folder)
        return import_divisions(actor=actor, files=files, edition=str(year), valid_from=date(year, 1, 1))

    return write_and_load


@pytest.fixture
def reformed(load):
    """洛阳市 before and after March 2021: one district was a city alone, the other was two."""
    load(CITY | BEFORE, 2020)
    load(AFTER, 2022)


def place(code):
    return Place.objects.get(code=code)


def test_the_same_edition_again_changes_nothing(load):
    first = load(CITY | BEFORE, 2020)
    again = load(CITY | BEFORE, 2020)
    assert first.counts == {"read": 9, "new": 9, "renamed": 0, "ended": 0}
    assert again.counts == {"read": 9, "new": 0, "renamed": 0, "ended": 0}


def test_one_entry_with_hashes_and_counts(load):
    load(CITY | BEFORE, 2020)
    entry = LedgerEntry.objects.get(action="places.import")
    assert '"new":9' in entry.payload
    assert '"areas.csv":"' in entry.payload


def test_old_records_keep_the_old_name_and_are_found_under_the_new_one(reformed):
    old = place("410381101203")
    assert old.path == "偃师市 › 缑氏镇 › 邢村"
    assert old.valid_to == date(2021, 3, 17)
    assert old in queries.under(place("410307"))
    assert old in queries.under(place("4103"))
    assert place("410307").valid_from == date(2021, 3, 18)


def test_below_a_linked_pair_names_lead_on(reformed):
    assert place("410381101").successor == place("410307101")
    assert place("410381101203").successor == place("410307101203")


def test_both_parts_are_found_under_the_merged_district(reformed):
    assert set(place("410308").scope_prefixes) == {"410308", "410322", "410306"}


def test_a_grant_follows_a_rename_but_not_a_merger(reformed):
    assert place("410381").heir == place("410307")
    assert place("410322").heir == place("410322")


def test_only_today_is_found_by_search(reformed):
    assert [found.path for found in queries.search_places("邢村")] == ["偃师区 › 缑氏镇 › 邢村"]


def test_a_town_that_moves_takes_its_old_records_along(load):
    load(CITY | BEFORE, 2020)
    moved = BEFORE | {
        "streets.csv": "code,name\n410381109,城关镇\n410381101,缑氏镇\n",
        "villages.csv": "code,name\n410381101203,邢村村民委员会\n410381109201,桂花村村民委员会\n",
        "successors.csv": "old,new,date\n410322100,410381109,2021-06-01\n",
    }
    load(moved, 2022)
    assert place("410381").scope_prefixes == ("410381", "410322100")
    assert place("410322").scope_prefixes == ("410322",)


def test_a_new_name_under_the_same_code_keeps_the_former(load):
    load(CITY | BEFORE, 2020)
    edition = load({"streets.csv": "code,name\n410381101,缑氏街道\n410322100,城关镇\n"}, 2023)
    renamed = place("410381101")
    assert edition.counts["renamed"] == 1
    assert renamed.former_names == [{"name": "缑氏镇", "until": "2022-12-31"}]
    assert renamed.valid_to is None


def test_another_city_leaves_this_one_alone(load):
    load(CITY | BEFORE, 2020)
    load({"cities.csv": "code,name\n4103,洛阳市\n4101,郑州市\n", "areas.csv": "code,name\n410102,中原区\n"}, 2021)
    assert not Place.objects.exclude(valid_to=None).exists()


def test_what_ends_takes_its_villages_along(load):
    load(CITY | BEFORE, 2020)
    edition = load({"areas.csv": "code,name\n410381,偃师市\n410322,孟津县\n"}, 2021)
    assert edition.counts["ended"] == 1
    assert place("410306").valid_to == date(2020, 12, 31)


ONE = "code,name\n410328,洛宁县\n"


def succeeding(line):
    return {"areas.csv": ONE, "successors.csv": f"old,new,date\n{line}\n"}


@pytest.mark.parametrize(
    ("tables", "told"),
    [
        ({"areas.csv": "code,title\n410328,洛宁县\n"}, "name"),
        ({"areas.csv": ONE + "41032X,栾川县\n"}, "41032X"),
        ({"areas.csv": "code,name\n410328,\n"}, "410328"),
        (succeeding("410399,410328,2021-01-01"), "410399"),
        (succeeding("410328,410328,2021-01-01"), "洛宁县"),
        (succeeding("410328,410328,去年"), "2021-03-18"),
        ({"areas.csv": ONE, "map.geojson": "{}"}, "map.geojson"),
    ],
)
def test_a_wrong_table_is_refused_whole(load, tables, told):
    with pytest.raises(Invalid) as refusal:
        load(tables, 2020)
    assert told in str(refusal.value)
    assert not Place.objects.exists()


def test_a_folder_without_tables_says_so(tmp_path):
    with pytest.raises(Invalid):
        DivisionFiles.in_folder(tmp_path)


def test_only_an_administrator_loads_places(load, cast):
    with pytest.raises(Denied):
        load(CITY, 2020, actor=cast.officer)
    assert load(CITY, 2021, actor=cast.administrator)


def test_progress_is_told(db):
    told = []
    files = DivisionFiles.in_folder(DIVISIONS)
    import_divisions(actor=SYSTEM, files=files, edition="x", valid_from=date(2023, 1, 1), progress=told.append)
    assert told[-1] == 18
