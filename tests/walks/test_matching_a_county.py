"""An officer has a county's needs matched at once: the worker weighs them, the officer invites from the plan."""

from __future__ import annotations

import pytest

from tests.walks.people import DESKTOP, Person, Walks

pytestmark = pytest.mark.browser

WISHES = ("花椒树上蚜虫多", "核桃树枝干枯死", "花椒什么时候修剪")
NOBODY_KNOWS = "羊肚菌出菇期怎么控温"


def test_a_county_is_matched_at_once(walks: Walks) -> None:
    informant = walks.person("luoning.informant")
    for wish in (*WISHES, NOBODY_KNOWS):
        take_down(informant, wish)

    walks.size = DESKTOP
    officer = walks.person("luoning.county_officer")
    officer.sees("整县对接", *WISHES)
    officer.clicks("对接洛宁县的待办需求")
    officer.sees("整体对接结果", "建议邀请", "还空着的，为什么", NOBODY_KNOWS)
    pairs = officer.page.locator(".cand")
    assert pairs.count() == len(WISHES)
    pairs.first.get_by_role("checkbox").uncheck()
    officer.clicks("邀请勾选的…")
    officer.sees("按方案邀请", f"涉及需求 {len(WISHES) - 1} 件")
    officer.clicks("确认邀请")
    officer.sees(f"已邀请 {len(WISHES) - 1} 位")
    assert pairs.count() == 1
    officer.opens(f"已邀请 {len(WISHES) - 1} 项")


def take_down(informant: Person, wish: str) -> None:
    informant.goes_to("/needs/new/")
    informant.types("需要什么", wish)
    informant.types("联系人", "张福来")
    informant.types("电话", "13700000001")
    informant.clicks("发布")
    informant.sees("已发布，编号 LY-", wish)
