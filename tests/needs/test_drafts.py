"""A draft is its writer's alone: nobody else sees it, whatever their role and whoever it is for."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from heluo.base import clock
from heluo.base.errors import Denied
from heluo.needs.actions.needs import draft_need, edit_need, publish_need, submit_need, withdraw_need
from heluo.needs.models import Need, NeedPhoto
from heluo.needs.queries import needs as queries
from heluo.people.actions.grants import end_grant
from heluo.people.models import User
from tests.cast import Cast
from tests.needs.test_reopening import signed_in

TITLE = "核桃举肢蛾防治"


@pytest.fixture
def draft(cast: Cast) -> Need:
    """For the villager, and in the name of the co-operative."""
    return draft_need(
        actor=cast.informant,
        need=Need(
            title=TITLE,
            industry=cast.walnut,
            place=cast.village,
            contact_name="张福来",
            contact_phone="13700000001",
            requester_account=cast.requester,
            requester_organisation=cast.cooperative,
            asked_at=clock.now(),
        ),
    )


def others(cast: Cast) -> dict[str, Any]:
    return {f"{role} {side}": who for (role, side), who in cast.everyone().items() if who != cast.informant}


LISTS = ("list", "mine", "desk", "town", "queue", "specialist-desk")


def read_by(user: Any, need: Need) -> list[str]:
    """Where this one meets the draft."""
    client, found = signed_in(user), []
    pages = [reverse(f"needs:{name}") for name in LISTS] + [reverse("needs:queue") + "?state=review", reverse("front")]
    pages += [reverse("search") + f"?q={words}" for words in (TITLE, need.number)]
    for page in pages:
        answer = client.get(page, follow=True)
        if str(need.public_id) in answer.content.decode() or any(
            str(need.public_id) in to for to, _ in answer.redirect_chain
        ):
            found.append(page)
    acts = ("need", "edit", "publish", "withdraw", "decline", "duplicate", "match")
    found += [act for act in acts if client.get(_of(act, need)).status_code == 200]
    return found


def _of(act: str, need: Need) -> str:
    return reverse(f"needs:{act}", args=[need.public_id])


def test_nobody_else_meets_it(cast: Cast, draft: Need):
    met = {said: places for said, who in others(cast).items() if (places := read_by(who, draft))}
    assert met == {}
    assert {"need", "edit", "publish", "withdraw", reverse("needs:mine")} <= set(read_by(cast.informant, draft))


def test_nor_once_it_was_discarded(cast: Cast, draft: Need):
    withdraw_need(actor=cast.informant, need=draft, reason="写错了")
    assert {said: places for said, who in others(cast).items() if (places := read_by(who, draft))} == {}


def test_it_is_in_nobody_else_s_numbers_and_workbooks(cast: Cast, draft: Need):
    for said, who in others(cast).items():
        assert not queries.for_workbook(who, queries.Filter()).exists(), said
        assert not queries.mine(who).exists(), said
        assert not queries.unpublished(who, queries.Filter()).exists(), said


@pytest.mark.parametrize(
    "act",
    [
        lambda who, need: edit_need(actor=who, need=need, changes={"title": "x"}),
        lambda who, need: publish_need(actor=who, need=need),
        lambda who, need: withdraw_need(actor=who, need=need, reason="x"),
    ],
    ids=["changed", "published", "discarded"],
)
def test_by_nobody_else_is_it(cast: Cast, draft: Need, act):
    for who in others(cast).values():
        with pytest.raises(Denied):
            act(who, draft)
    act(cast.informant, draft)


def test_once_it_is_published_those_who_asked_have_it(cast: Cast, draft: Need):
    publish_need(actor=cast.informant, need=draft)
    for who in (cast.requester, cast.contact):
        assert list(queries.mine(who)) == [draft]
        assert signed_in(who).get(_of("edit", draft)).status_code == 200


def test_what_came_by_qr_still_waits_for_the_town(cast: Cast):
    asked = submit_need(need=Need(title="x", industry=cast.walnut, place=cast.village, contact_phone="13700000001"))
    for who in (cast.informant, cast.county_officer):
        assert signed_in(who).get(_of("edit", asked)).status_code == 200


def test_whose_role_has_ended_can_still_read_and_discard_it_but_not_publish_it(cast: Cast, draft: Need):
    end_grant(actor=cast.county_officer, grant=cast.informant.grants.get())
    writer = signed_in(User.objects.get(pk=cast.informant.pk))
    assert writer.get(_of("need", draft)).status_code == 200
    assert writer.post(_of("publish", draft)).status_code == 403
    writer.post(_of("withdraw", draft), {"reason": "写错了"})
    draft.refresh_from_db()
    assert draft.state == "withdrawn"


def test_its_photos_are_its_writers_too(cast: Cast, draft: Need):
    photo = NeedPhoto.objects.create(need=draft, file=ContentFile(b"x", "x.jpg"), sha256="0" * 64)
    address = reverse("needs:photo", args=[draft.public_id, photo.public_id])
    assert signed_in(cast.informant).get(address).status_code == 200
    # A page that does not exist; a visitor is asked to sign in where the address is one for people with an account.
    answers = {said: signed_in(who).get(address).status_code for said, who in others(cast).items()}
    assert set(answers.values()) <= {302, 404}, answers
