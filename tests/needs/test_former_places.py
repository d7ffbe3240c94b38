"""After a county has become a district: who held a role there still hears, and old needs are counted under it."""

from datetime import date

import pytest

from heluo.base.models import Notice
from heluo.base.rules import SYSTEM
from heluo.needs.actions.needs import mark_duplicate, publish_need
from heluo.needs.models import Need
from heluo.needs.queries.alike import alike
from heluo.needs.queries.needs import count_by_county
from heluo.people.actions.accounts import create_account
from heluo.people.actions.grants import grant_role
from heluo.people.queries.accounts import holders
from heluo.places.actions import import_divisions
from heluo.places.models import Place
from heluo.places.sources import DivisionFiles
from tests.cast import PASSWORD, Cast
from tests.places.test_loading import AFTER, BEFORE, CITY


@pytest.fixture
def yanshi(cast: Cast, tmp_path):
    """An officer and a need of 偃师市, which then became 偃师区; the officer, and a need of the district."""
    load(tmp_path, CITY | BEFORE, 2020)
    officer = create_account(actor=SYSTEM, username="yanshi", display_name="郭明", password=PASSWORD)
    grant_role(actor=SYSTEM, account=officer, role="county_officer", place=place("410381"), valid_from=date(2020, 1, 1))
    old = asked(cast, officer, "410381101203")
    load(tmp_path, AFTER, 2022)
    officer = type(officer).objects.get(pk=officer.pk)
    return officer, old, asked(cast, officer, "410307101203")


def load(tmp_path, tables, year):
    folder = tmp_path / str(year)
    folder.mkdir()
    for name, text in tables.items():
        (folder / name).write_text(text, encoding="utf-8")
    files = DivisionFiles.in_folder(folder)
    import_divisions(actor=SYSTEM, files=files, edition=str(year), valid_from=date(year, 1, 1))


def place(code: str) -> Place:
    return Place.objects.get(code=code)


def asked(cast: Cast, officer, code: str) -> Need:
    wish = Need(title="花椒蚜虫防治", industry=cast.pepper, place=place(code), contact_phone="13812341234")
    return publish_need(actor=officer, need=wish)


def test_the_officer_of_the_former_county_is_told(yanshi):
    officer, old, new = yanshi
    told = Notice.objects.filter(template="needs.published", user_id_text=str(officer.public_id))
    assert set(told.values_list("about_id", flat=True)) == {str(old.public_id), str(new.public_id)}


def test_who_holds_a_role_is_who_holds_it_by_the_rules(yanshi):
    officer, old, new = yanshi
    assert holders(["county_officer"], old.place) == holders(["county_officer"], new.place) == [officer]
    assert holders(["county_officer"], place("410308100201")) == []


def test_old_needs_are_counted_and_compared_under_the_district(yanshi):
    officer, old, new = yanshi
    assert count_by_county(Need.objects.all()) == {"410307": 2}
    assert alike(officer, new.title, new.place, new.industry, but=new) == [old]
    mark_duplicate(actor=officer, need=new, parent=old)
