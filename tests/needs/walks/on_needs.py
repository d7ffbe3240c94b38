"""What may be tried with needs: asked, drafted, reviewed, changed, refused, taken back, opened again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from heluo.base import clock
from heluo.needs.actions import codes, needs, offers
from heluo.needs.models import Need
from tests.needs.walks.walk import Walk


def take_down(walk: Walk) -> object:
    """By an informant for somebody, by the one who asks, for a household or an organisation; kept or published."""
    side = walk.dice.choice(walk.sides)
    need = _need(walk, side)
    act = walk.dice.choice((needs.publish_need, needs.publish_need, needs.draft_need))
    return act(actor=walk.somebody(side.informant, side.clerk, need.requester_account), need=need)


def ask_by_qr(walk: Walk) -> object:
    return needs.submit_need(need=_need(walk, walk.dice.choice(walk.sides)))


def go_on_with_draft(walk: Walk) -> object:
    """The same form once more: kept with other words, or published."""
    draft = walk.one(Need.objects.exclude(client_uuid=None))
    again = _need(walk, walk.cast)
    again.client_uuid, again.place = draft.client_uuid, draft.place
    act = walk.dice.choice((needs.publish_need, needs.draft_need))
    return act(actor=walk.somebody(draft.publisher), need=again)


def publish(walk: Walk) -> object:
    need = walk.one(Need.objects.filter(state="draft"))
    return needs.publish_need(actor=walk.somebody(need.publisher or walk.town(need.place)), need=need)


def edit(walk: Walk) -> object:
    need = walk.lately(Need.objects.all())
    changes = walk.dice.choice(
        (
            {"team_size": walk.dice.choice((1, 2, 3))},
            {"urgency": walk.dice.choice(("normal", "soon", "urgent")), "kind": "training"},
            {"contact_phone": walk.dice.choice(("", "13700000009"))},
            {"wanted_to": clock.today() + timedelta(days=9)},
        )
    )
    return needs.edit_need(actor=walk.somebody(need.publisher or walk.town(need.place)), need=need, changes=changes)


def decline(walk: Walk) -> object:
    need = walk.lately(Need.objects.filter(state__in=("draft", *ASKING)))
    return needs.decline_need(actor=walk.officer(need.place), need=need, reason="已有", do_instead="看农技直播")


def withdraw(walk: Walk) -> object:
    need = walk.one(Need.objects.all())
    return needs.withdraw_need(actor=walk.somebody(need.requester_account, need.publisher), need=need, reason="不用了")


def release(walk: Walk) -> object:
    need = walk.lately(Need.objects.filter(state__in=("assigned", "serving")))
    return needs.release_need(actor=walk.officer(need.place), need=need, reason="来不了")


def republish(walk: Walk) -> object:
    need = walk.one(Need.objects.filter(state__in=("declined", "expired", "withdrawn")))
    return needs.republish_need(actor=walk.officer(need.place), need=need)


def reopen(walk: Walk) -> object:
    need = walk.lately(Need.objects.filter(state__in=("served", "closed")))
    to_same = walk.chance(0.5)
    return needs.reopen_need(actor=walk.officer(need.place), need=need, reason="没有解决", to_same=to_same)


def close(walk: Walk) -> object:
    need, outcome = walk.lately(Need.objects.filter(state="served")), walk.dice.choice(("satisfied", "unhappy"))
    return needs.close_need(actor=walk.officer(need.place), need=need, outcome=outcome)


def mark_duplicate(walk: Walk) -> object:
    need, parent = walk.lately(Need.objects.filter(state__in=ASKING)), walk.one(Need.objects.all())
    return needs.mark_duplicate(actor=walk.officer(need.place), need=need, parent=parent)


def accept_fewer(walk: Walk) -> object:
    need = walk.lately(Need.objects.filter(state="offered"))
    return offers.accept_fewer(actor=walk.officer(need.place), need=need, size=1, reason="一人够了")


def hand_over_code(walk: Walk) -> object:
    need = walk.lately(Need.objects.exclude(state="draft"))
    issued = codes.reissue_for_need(actor=walk.somebody(need.publisher or walk.town(need.place)), need=need)
    walk.slips[issued.row.pk] = issued.plain
    return need


ASKING = ("published", "offered")
ACTS = (
    (take_down, 6),
    (ask_by_qr, 1),
    (go_on_with_draft, 2),
    (publish, 2),
    (edit, 1),
    (decline, 1),
    (withdraw, 1),
    (release, 1),
    (republish, 1),
    (reopen, 2),
    (close, 1),
    (mark_duplicate, 1),
    (accept_fewer, 1),
    (hand_over_code, 2),
)


def _need(walk: Walk, side: Any) -> Need:
    asking: list[dict[str, Any]] = [
        {"requester_account": side.requester},
        {"requester_organisation": side.cooperative},
        {},
    ]
    if household := walk.known_household(side):
        asking.append({"requester_household": household, "contact_phone": household.phone})
    details = {"contact_phone": walk.dice.choice(("", "13700000008"))} | walk.dice.choice(asking)
    return Need(
        title="花椒蚜虫防治",
        industry=walk.cast.pepper,
        place=walk.dice.choice((side.village, side.village, side.town)),
        contact_name="张福来",
        channel="proxy",
        is_proxied=True,
        team_size=walk.dice.choice((1, 1, 1, 2)),
        client_uuid=_form(walk),
        **details,
    )


def _form(walk: Walk) -> UUID | None:
    """The id of the form on a device; a third comes without."""
    return UUID(int=walk.dice.getrandbits(128), version=4) if walk.chance(0.67) else None
