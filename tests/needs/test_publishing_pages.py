"""Publishing: with an account, for somebody else, and by QR code without one."""

import contextlib
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from heluo.base import clock
from heluo.base.errors import Invalid
from heluo.base.models import LedgerEntry, Notice
from heluo.industries.models import Industry
from heluo.needs.actions.needs import edit_need
from heluo.needs.forms.photos import clean_photo
from heluo.needs.models import Need
from heluo.needs.pages.ask import ASKING
from heluo.needs.queries.choices import suggest_industries
from tests.cast import Cast
from tests.needs.drawn import drawn_in, filled

NEW = reverse("needs:new")


@pytest.fixture
def informant(cast: Cast, client: Client) -> Client:
    client.force_login(cast.informant)
    return client


def wish(cast: Cast, **changes):
    return {
        "title": "花椒蚜虫防治",
        "kind": "visit",
        "industry": str(cast.pepper.public_id),
        "place": str(cast.village.public_id),
        "for_whom": "other",
        "contact_name": "张大爷",
        "contact_phone": "138 0000 1234",
        "urgency": "normal",
        "team_size": "1",
        "client_uuid": str(uuid4()),
        **changes,
    }


def photo() -> BytesIO:
    """A JPEG that carries a position in its EXIF data."""
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x010E] = "secret"
    out = BytesIO()
    Image.new("RGB", (3000, 20), "green").save(out, "JPEG", exif=exif)
    out.seek(0)
    out.name = "field.jpg"
    return out


def test_an_informant_publishes_for_somebody_else(cast: Cast, informant: Client):
    answer = informant.post(NEW, wish(cast))
    need = Need.objects.get()
    assert answer.headers["Location"] == reverse("needs:need", args=[need.public_id])
    assert (need.state, need.is_proxied, need.channel) == ("published", True, "proxy")
    assert need.contact_phone == "13800001234"


def test_sent_twice_it_is_published_once(cast: Cast, informant: Client):
    form = wish(cast)
    first, second = informant.post(NEW, form), informant.post(NEW, form)
    assert first.headers["Location"] == second.headers["Location"]
    assert Need.objects.count() == 1


def test_the_form_knows_the_town_and_keeps_what_was_typed(cast: Cast, informant: Client):
    assert cast.town.path in informant.get(NEW).content.decode()
    answer = informant.post(NEW, wish(cast, contact_phone="12"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "花椒蚜虫防治" in page
    assert f'value="{cast.village.public_id}" checked' in page


def test_what_is_wrong_is_said_at_its_field(cast: Cast, informant: Client):
    answer = informant.post(NEW, wish(cast, title="", place="", wanted_to="2001-01-01", team_size="99"))
    assert set(answer.context["form"].errors) >= {"title", "place", "wanted_to", "team_size"}
    assert not Need.objects.exists()


def test_control_characters_are_refused(cast: Cast, informant: Client):
    assert "title" in informant.post(NEW, wish(cast, title="a\u202eb")).context["form"].errors


def test_the_trade_is_told_by_the_words(cast: Cast, informant: Client):
    informant.post(NEW, wish(cast, industry="", title="樱桃裂果怎么办"))
    assert Need.objects.get().industry.name_zh == "樱桃"


@pytest.mark.parametrize(("words", "code"), [("羊肚菌出菇", "A0142-01"), ("cherry", "A0151-04"), ("肉牛", "A0311-01")])
def test_suggested_trades(cast: Cast, words: str, code: str):
    assert cast.pepper
    assert suggest_industries(words)[0].code == code


def test_a_photo_loses_its_position(cast: Cast, informant: Client):
    informant.post(NEW, wish(cast, photo=photo()))
    kept = Need.objects.get().photos.get()
    with Image.open(kept.file) as image:
        assert not image.getexif()
        assert max(image.size) == 1600


def test_a_photo_is_for_those_in_charge(cast: Cast, informant: Client):
    informant.post(NEW, wish(cast, photo=photo()))
    need = Need.objects.get()
    address = reverse("needs:photo", args=[need.public_id, need.photos.get().public_id])
    assert informant.get(address).headers["Content-Type"] == "image/jpeg"
    assert Client().get(address).status_code == 404


def test_a_photo_that_the_disk_has_lost_is_not_there(cast: Cast, informant: Client):
    informant.post(NEW, wish(cast, photo=photo()))
    need = Need.objects.get()
    kept = need.photos.get()
    kept.file.storage.delete(kept.file.name)
    assert informant.get(reverse("needs:photo", args=[need.public_id, kept.public_id])).status_code == 404


def test_a_photo_that_is_to_be_chosen_again_is_not_said_to_be_kept(cast: Cast, informant: Client):
    with_photo, without = (informant.post(NEW, wish(cast, title="", **more)) for more in ({"photo": photo()}, {}))
    assert "请重新选择或填写：照片。" in with_photo.content.decode()
    assert "填写的内容都还在" not in with_photo.content.decode()
    assert "填写的内容都还在" in without.content.decode()


def test_what_is_no_photo_is_refused(cast: Cast, informant: Client):
    fake = BytesIO(b"<svg onload=alert(1)>")
    fake.name = "a.jpg"
    assert "photo" in informant.post(NEW, wish(cast, photo=fake)).context["form"].errors


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 200), st.integers(0, 255)), min_size=1, max_size=6))
def test_a_damaged_photo_is_taken_or_refused(changed):
    content = bytearray(photo().getvalue())
    for position, byte in changed:
        content[position] = byte
    with contextlib.suppress(ValidationError):
        clean_photo(SimpleUploadedFile("field.jpg", bytes(content)))


def test_a_requester_asks_for_itself_and_cannot_ask_for_others(cast: Cast, client: Client):
    client.force_login(cast.requester)
    client.post(NEW, wish(cast, for_whom="self"))
    assert Need.objects.get().requester_account == cast.requester
    assert "for_whom" in client.post(NEW, wish(cast)).context["form"].errors


def test_a_contact_asks_for_its_organisation(cast: Cast, client: Client):
    client.force_login(cast.contact)
    client.post(NEW, wish(cast, for_whom="organisation", organisation=str(cast.cooperative.public_id)))
    assert Need.objects.get().requester_organisation == cast.cooperative


def test_an_organisation_of_another_county_is_not_offered(cast: Cast, informant: Client):
    strangers = str(cast.stranger.cooperative.public_id)
    answer = informant.post(NEW, wish(cast, for_whom="organisation", organisation=strangers))
    assert "organisation" in answer.context["form"].errors


def test_a_household_is_found_by_its_whole_name_and_shown_masked(cast: Cast, informant: Client):
    assert cast.household
    page = informant.post(reverse("needs:requesters"), {"household_words": "张福来"}).content.decode()
    assert str(cast.household.public_id) in page
    assert "张福来" not in page


def test_words_that_no_database_stores_find_nothing(cast: Cast, informant: Client):
    answer = informant.post(reverse("needs:requesters"), {"organisation_words": "合作\x00社"})
    assert answer.status_code == 200


def test_publishing_elsewhere_is_denied_with_a_reason(cast: Cast, informant: Client):
    answer = informant.post(NEW, wish(cast, place=str(cast.stranger.village.public_id)))
    assert answer.status_code == 403


@pytest.mark.parametrize("words", ["张营", "zhangying", "洛宁 张营"])
def test_places_by_name_and_pinyin(cast: Cast, client: Client, words: str):
    assert cast.village
    page = client.get(reverse("needs:places"), {"place_words": words}).content.decode()
    assert "张营村" in page


def test_places_by_position(cast: Cast, client: Client):
    assert cast.village
    answer = client.post(reverse("needs:near"), {"latitude": "34.38", "longitude": "111.65"})
    assert "洛宁县" in answer.content.decode()
    assert client.post(reverse("needs:near"), {"latitude": "x"}).status_code == 204


def test_by_qr_without_an_account_the_town_reviews_it(cast: Cast, client: Client):
    place = cast.village.public_id
    answer = client.post(reverse("needs:ask", args=[place]), wish(cast), follow=True)
    need = Need.objects.get()
    assert need.number in answer.content.decode()
    assert (need.state, need.channel, need.place) == ("draft", "qr", cast.village)
    assert client.get(reverse("needs:need", args=[need.public_id])).status_code == 404


def test_a_machine_cannot_fill_the_town_s_desk(cast: Cast, client: Client):
    address = reverse("needs:ask", args=[cast.village.public_id])
    for _number in range(ASKING.tries):
        assert client.post(address, wish(cast, client_uuid="")).status_code == 302
    refused = client.post(address, wish(cast, client_uuid=""))
    assert refused.status_code == 422
    assert "一小时" in refused.content.decode()
    assert client.post(address, wish(cast, client_uuid=""), REMOTE_ADDR="203.0.113.9").status_code == 302


def test_the_informant_publishes_what_came_by_qr(cast: Cast, client: Client):
    client.post(reverse("needs:ask", args=[cast.village.public_id]), wish(cast))
    need = Need.objects.get()
    client.force_login(cast.informant)
    client.post(reverse("needs:publish", args=[need.public_id]))
    need.refresh_from_db()
    assert need.state == "published"
    assert need.deadline is not None


def test_the_sent_page_is_for_the_one_who_sent(cast: Cast, client: Client):
    assert client.get(reverse("needs:asked", args=[cast.village.public_id])).status_code == 404


def test_a_poster_shows_the_code(cast: Cast, client: Client):
    page = client.get(reverse("needs:poster", args=[cast.village.public_id])).content.decode()
    assert "<svg" in page
    assert reverse("needs:ask", args=[cast.village.public_id]) in page


def test_a_city_has_no_qr_code(cast: Cast, client: Client):
    assert client.get(reverse("needs:ask", args=[cast.city.public_id])).status_code == 404


def test_what_everybody_asks_tells_no_trade(cast: Cast, informant: Client):
    assert cast.pepper
    wishes = {"A0142-01": "羊肚菌不出菇怎么办", "A0311-01": "小牛拉稀怎么办", "A0161-01": "核桃发黑怎么办"}
    for code, title in wishes.items():
        informant.post(NEW, wish(cast, title=title, industry=str(Industry.objects.get(code=code).public_id)))
    found = [industry.code for industry in suggest_industries("樱桃裂果怎么办")]
    assert found[0] == "A0151-04"
    assert "A0311-01" not in found


def test_somebody_without_a_telephone_gets_the_code_on_a_slip(cast: Cast, informant: Client):
    informant.post(NEW, wish(cast, contact_phone=""))
    assert Need.objects.get().state == "published"
    assert list(informant.get(reverse("needs:town")).context["without_code"]) == [Need.objects.get()]


def test_who_asks_for_itself_or_by_qr_leaves_a_telephone(cast: Cast, client: Client):
    ask = reverse("needs:ask", args=[cast.village.public_id])
    assert "contact_phone" in client.post(ask, wish(cast, contact_phone="")).context["form"].errors
    client.force_login(cast.requester)
    answer = client.post(NEW, wish(cast, for_whom="self", contact_phone=""))
    assert "contact_phone" in answer.context["form"].errors


def test_nobody_is_wanted_on_a_day_that_is_over(cast: Cast, informant: Client):
    answer = informant.post(NEW, wish(cast, wanted_from="2001-01-01"))
    assert "wanted_from" in answer.context["form"].errors


def test_a_draft_is_its_writers_own_until_it_is_published(cast: Cast, informant: Client):
    assert 'name="keep"' in informant.get(NEW).content.decode()
    informant.post(NEW, wish(cast, keep="1"))
    need = Need.objects.get()
    assert (need.state, need.published_at) == ("draft", None)
    publish = reverse("needs:publish", args=[need.public_id])
    for page in (informant.get(reverse("needs:mine")), informant.get(reverse("needs:town"))):
        assert publish in page.content.decode()
    assert informant.get(reverse("needs:town")).context["waiting"] == []
    officer = Client()
    officer.force_login(cast.county_officer)
    assert not officer.get(reverse("needs:queue"), {"state": "review"}).context["page"].paginator.count
    informant.post(publish)
    need.refresh_from_db()
    assert need.state == "published"


def test_what_was_kept_is_published_from_the_same_form(cast: Cast, informant: Client):
    """Kept as a draft, back, a word more, published: it is, with the word."""
    form = wish(cast)
    informant.post(NEW, {**form, "keep": "1"})
    informant.post(NEW, {**form, "title": "花椒蚜虫防治和修剪"})
    assert Need.objects.get(state="published").title == "花椒蚜虫防治和修剪"
    assert not Need.objects.filter(state="draft").exists()


def test_kept_twice_it_is_one_draft(cast: Cast, informant: Client):
    form = wish(cast, keep="1")
    informant.post(NEW, form)
    informant.post(NEW, form)
    assert Need.objects.count() == 1


def test_what_was_kept_goes_on_with_its_number_and_photos(cast: Cast, informant: Client):
    """Kept with a photo; kept again from the same form with other words, which a browser sends without the photo."""
    form = wish(cast)
    informant.post(NEW, {**form, "keep": "1", "photo": photo()})
    draft = Need.objects.get()
    informant.post(NEW, {**form, "keep": "1", "title": "花椒修剪", "place": str(cast.neighbour_village.public_id)})
    informant.post(NEW, {**form, "title": "花椒修剪", "photo": photo()})
    need = Need.objects.get()
    assert (need.number, need.title, need.state) == (draft.number, "花椒修剪", "published")
    assert need.photos.count() == 1
    acts = LedgerEntry.objects.filter(subject_id=str(need.public_id)).order_by("pk").values_list("action", flat=True)
    assert list(acts) == ["needs.draft", "needs.draft", "needs.publish"]


YESTERDAY = (clock.today() - timedelta(days=1)).isoformat()


@pytest.mark.parametrize(
    ("wrong", "kept"),
    [
        ({"title": "花椒" * 60}, {"title": "花椒" * 40, "body": "花椒" * 60}),
        ({"body": "很长" * 1500}, {"body": "很长" * 1500}),
        ({"wanted_from": YESTERDAY}, {"wanted_from": clock.today() - timedelta(days=1)}),
        ({"contact_phone": "138"}, {"contact_phone": "138"}),
        ({"team_size": "99", "urgency": "soon"}, {"urgency": "soon"}),
        ({"for_whom": "household", "body": "坡上那家"}, {"body": "坡上那家"}),
    ],
)
def test_a_draft_loses_nothing_and_says_what_is_to_be_mended(cast: Cast, informant: Client, wrong, kept):
    page = informant.post(NEW, wish(cast, keep="1", photo=photo(), **wrong), follow=True).content.decode()
    assert "发布前还要改好" in page
    need = Need.objects.get(state="draft")
    assert need.photos.count() == 1
    assert {name: getattr(need, name) for name in kept} == kept


@pytest.mark.parametrize("wrong", [{"body": "很长" * 1500}, {"wanted_from": YESTERDAY}, {"contact_phone": "138"}])
def test_what_is_to_be_mended_is_not_published(cast: Cast, informant: Client, wrong):
    informant.post(NEW, wish(cast, keep="1", **wrong))
    need = Need.objects.get()
    assert informant.post(reverse("needs:publish", args=[need.public_id])).status_code == 422


def test_whoever_asks_for_oneself_publishes_no_draft_without_a_number(cast: Cast, client: Client):
    client.force_login(cast.requester)
    client.post(NEW, wish(cast, keep="1", for_whom="self", contact_phone=""))
    need = Need.objects.get()
    assert client.post(reverse("needs:publish", args=[need.public_id])).status_code == 422


def test_without_a_place_nothing_is_kept_and_all_stays_in_the_form(cast: Cast, informant: Client):
    answer = informant.post(NEW, wish(cast, keep="1", place="", wanted_from=YESTERDAY))
    assert answer.status_code == 422
    assert "花椒蚜虫防治" in answer.content.decode()
    assert not Need.objects.exists()


def test_a_browser_cuts_nothing_that_is_pasted(cast: Cast, informant: Client):
    assert 'maxlength="80"' not in informant.get(NEW).content.decode()


def test_a_photo_that_comes_later_joins_the_draft(cast: Cast, informant: Client):
    form = wish(cast, keep="1")
    informant.post(NEW, form)
    informant.post(NEW, {**form, "photo": photo()})
    assert Need.objects.get().photos.count() == 1


def test_a_kept_form_is_not_sent_to_a_place_of_others(cast: Cast, informant: Client):
    form = wish(cast)
    informant.post(NEW, {**form, "keep": "1"})
    answer = informant.post(NEW, {**form, "place": str(cast.stranger.village.public_id)})
    assert answer.status_code == 403
    assert Need.objects.get().place == cast.village


def test_the_form_of_a_withdrawn_draft_is_sent_anew(cast: Cast, informant: Client):
    form = wish(cast)
    informant.post(NEW, {**form, "keep": "1"})
    informant.post(reverse("needs:withdraw", args=[Need.objects.get().public_id]), {"reason": "写错了"})
    informant.post(NEW, form)
    assert set(Need.objects.values_list("state", flat=True)) == {"withdrawn", "published"}


def test_a_withdrawn_draft_stays_its_writers_own(cast: Cast, informant: Client):
    informant.post(NEW, wish(cast, keep="1"))
    need = Need.objects.get()
    informant.post(reverse("needs:withdraw", args=[need.public_id]), {"reason": "写错了"})
    need.refresh_from_db()
    assert need.state == "withdrawn"
    address = reverse("needs:need", args=[need.public_id])
    assert informant.get(address).status_code == 200
    for other in (cast.county_officer, cast.clerk, cast.auditor):
        browser = Client()
        browser.force_login(other)
        assert browser.get(address).status_code == 404


def test_a_draft_whose_day_has_passed_is_not_published(cast: Cast, informant: Client):
    informant.post(NEW, wish(cast, keep="1"))
    need = Need.objects.get()
    Need.objects.filter(pk=need.pk).update(wanted_to=clock.today() - timedelta(days=1))
    assert informant.post(reverse("needs:publish", args=[need.public_id])).status_code == 422


def test_the_town_is_told_of_what_came_by_qr(cast: Cast, client: Client):
    office, ask = cast.county_officer, reverse("needs:ask", args=[cast.village.public_id])
    client.post(ask, wish(cast))
    assert Notice.objects.get(template="needs.submitted").user_id_text == str(office.public_id)
    Notice.objects.all().delete()
    assert cast.informant
    client.post(ask, wish(cast))
    assert Notice.objects.get(template="needs.submitted").user_id_text == str(cast.informant.public_id)


@pytest.mark.parametrize("name", ["list", "places"])
def test_the_poster_is_found_from_its_place(cast: Cast, client: Client, name: str):
    village = cast.village
    found = {"list": reverse("needs:list") + f"?place={village.code}", "places": f"/places/{village.public_id}/"}
    assert reverse("needs:poster", args=[village.public_id]) in client.get(found[name]).content.decode()


def test_signs_alone_are_no_contact(cast: Cast, informant: Client):
    answer = informant.post(NEW, wish(cast, contact_name="😀"))
    assert answer.status_code == 422
    assert "请写姓名或称呼" in answer.content.decode()
    assert not Need.objects.exists()


def test_a_published_form_that_comes_again_with_other_words_asks_what_is_meant(cast: Cast, informant: Client):
    form = wish(cast)
    informant.post(NEW, form)
    need = Need.objects.get()
    answer = informant.post(NEW, {**form, "title": "花椒蚜虫和红蜘蛛"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f"已经提交过，编号 {need.number}" in page
    assert "花椒蚜虫和红蜘蛛" in page
    # Either it changes what was sent …
    again = {name: some[-1] for name, some in drawn_in(page, "").items()}
    assert f'formaction="{reverse("needs:edit", args=[need.public_id])}"' in page
    informant.post(reverse("needs:edit", args=[need.public_id]), again)
    need.refresh_from_db()
    assert need.title == "花椒蚜虫和红蜘蛛"
    # … or it is a need of its own.
    informant.post(NEW, again)
    assert Need.objects.count() == 2


def test_by_qr_other_words_from_the_same_form_are_not_swallowed(cast: Cast, client: Client):
    address, form = reverse("needs:ask", args=[cast.village.public_id]), wish(cast)
    client.post(address, form)
    answer = client.post(address, {**form, "body": "叶子也卷了"})
    assert Need.objects.get().number in answer.content.decode()
    assert "叶子也卷了" in answer.content.decode()
    assert client.post(address, form).status_code == 302
    assert Need.objects.count() == 1


def test_a_draft_without_a_contact_is_not_published_and_leads_to_what_is_to_be_mended(cast: Cast, informant: Client):
    informant.post(NEW, wish(cast, keep="1", contact_name="", place=str(cast.neighbour_village.public_id)))
    need = Need.objects.get()
    edit = reverse("needs:edit", args=[need.public_id])
    answer = informant.post(reverse("needs:publish", args=[need.public_id]))
    assert answer.status_code == 422
    assert f'href="{edit}#id_contact_name"' in answer.content.decode()
    assert "请写明找谁" in answer.content.decode()
    # The draft goes on in the form in which it was written.
    form = filled(informant, edit, contact_name="张大爷", place=str(cast.village.public_id))
    informant.post(edit, form)
    need.refresh_from_db()
    assert (need.state, need.contact_name, need.place) == ("published", "张大爷", cast.village)


def test_a_draft_knows_that_a_household_is_still_to_be_chosen(cast: Cast, informant: Client):
    assert cast.household
    informant.post(NEW, wish(cast, keep="1", for_whom="household"))
    need = Need.objects.get()
    edit = reverse("needs:edit", args=[need.public_id])
    answer = informant.post(reverse("needs:publish", args=[need.public_id]))
    assert (answer.status_code, f'href="{edit}#id_household"' in answer.content.decode()) == (422, True)
    form = filled(informant, edit)
    assert form["for_whom"] == ["household"]
    assert "household" in informant.post(edit, form).context["form"].errors
    informant.post(edit, {**form, "household": str(cast.household.public_id)})
    need.refresh_from_db()
    assert (need.state, need.requester_household, need.to_choose) == ("published", cast.household, "")


def test_a_draft_is_kept_again_from_its_own_form(cast: Cast, informant: Client):
    informant.post(NEW, wish(cast, keep="1", photo=photo(), wanted_to=YESTERDAY))
    need = Need.objects.get()
    edit = reverse("needs:edit", args=[need.public_id])
    assert need.number in informant.get(edit).content.decode()
    informant.post(edit, filled(informant, edit, body="坡上那片", keep="1"))
    need.refresh_from_db()
    assert (need.state, need.body, str(need.wanted_to), need.photos.count()) == ("draft", "坡上那片", YESTERDAY, 1)


@pytest.mark.parametrize(
    "said",
    [{"title": "花椒虫害 13800001234"}, {"body": "请打（0379）6391 0000 找张大爷"}, {"body": "电话138-0000-1234。"}],
)
def test_a_telephone_number_in_what_everybody_reads_is_sent_to_its_field(cast: Cast, informant: Client, said):
    answer = informant.post(NEW, wish(cast, **said))
    assert answer.status_code == 422
    assert "填到“电话”一栏" in answer.content.decode()
    assert not Need.objects.exists()


@pytest.mark.parametrize("field", ["title", "body"])
def test_an_identity_number_stands_in_nothing_that_everybody_reads(
    cast: Cast, client: Client, informant: Client, field
):
    said = {field: "李四 410328196001011234"}
    asked = client.post(reverse("needs:ask", args=[cast.village.public_id]), wish(cast, **said))
    written = informant.post(NEW, wish(cast, **said))
    assert (asked.status_code, written.status_code, Need.objects.count()) == (422, 422, 0)
    assert "请删去身份证号" in asked.content.decode()


def test_an_identity_number_that_lies_in_the_rows_already_is_shown_to_nobody_outside(cast: Cast, client: Client):
    """A workbook of an office may have brought it in."""
    informant = Client()
    informant.force_login(cast.informant)
    informant.post(NEW, wish(cast))
    Need.objects.update(title="李四 410328196001011234 问花椒")
    page = client.get(reverse("needs:need", args=[Need.objects.get().public_id])).content.decode()
    assert "李四 ****1234 问花椒" in page
    assert "196001" not in page


def test_numbers_that_are_nobodys_may_stand_there(cast: Cast, informant: Client):
    informant.post(NEW, wish(cast, body="12316 说 2026-03-15 前打药，每亩 12345678 株，见 400-800-1234"))
    assert Need.objects.get().state == "published"


def test_who_has_no_account_leaves_no_number_in_public_either(cast: Cast, client: Client):
    answer = client.post(reverse("needs:ask", args=[cast.village.public_id]), wish(cast, body="13800001234"))
    assert answer.status_code == 422
    assert not Need.objects.exists()


@pytest.mark.parametrize("number", ["12345", "12316"])
def test_a_hotline_is_nobodys_number(cast: Cast, informant: Client, number):
    answer = informant.post(NEW, wish(cast, contact_phone=number))
    assert answer.status_code == 422
    assert f"{number}是公共热线" in answer.content.decode()


def test_a_change_brings_neither_a_number_nor_a_hotline(cast: Cast, informant: Client):
    informant.post(NEW, wish(cast))
    need = Need.objects.get()
    for changes in ({"title": "花椒 13800001234"}, {"contact_phone": "12345"}):
        with pytest.raises(Invalid):
            edit_need(actor=cast.informant, need=need, changes=changes)


def test_a_number_that_is_written_already_is_masked_for_everybody_else(cast: Cast, informant: Client):
    informant.post(NEW, wish(cast))
    Need.objects.update(title="花椒虫害 13800001234", body="请打 0379-63910000")
    need = Need.objects.get()
    for address in (reverse("needs:need", args=[need.public_id]), reverse("needs:list"), reverse("front")):
        page = Client().get(address).content.decode()
        assert "138****1234" in page
        assert "13800001234" not in page
        assert "63910000" not in page
    assert "13800001234" in informant.get(reverse("needs:need", args=[need.public_id])).content.decode()
