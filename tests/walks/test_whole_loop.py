"""The whole loop in Chinese at phone size: a telephone call becomes a need, twice answered, judged, and counted.

Five roles: the informant who takes it down, the county's officer, two specialists, the hotline clerk; and the farmer,
who has no account and scans a slip.
"""

from __future__ import annotations

import pytest

from tests.walks.people import Person, Walks

pytestmark = pytest.mark.browser

TITLE = "花椒树上蚜虫多，新梢卷叶"
CROSSED = "只在村部讲了讲，没到地里看"
OVERRIDE = "孙立上次没来得及下地，这次换人"
USERNAMES = {
    "赵文山": "luoning.specialist",
    "孙立": "luoning.team_leader",
    "马建国": "luanchuan.specialist",
    "单小平": "luanchuan.team_leader",
}


def test_the_whole_loop(walks: Walks) -> None:
    visitor = walks.visitor()
    answered, trained = look_at_the_front_page(visitor)

    informant = walks.person("luoning.informant")
    address = take_down_the_call(informant)
    number = informant.reads(".crumbs .num")

    officer = walks.person("luoning.county_officer")
    first = invite_the_first(officer, address)
    digits = print_the_slip(informant, address)

    specialist = walks.person(USERNAMES[first])
    accept_at_the_desk(specialist)
    register_a_visit(specialist)
    specialist.does_not_see(digits)

    clerk = walks.person("luoning.clerk")
    answer_by_telephone(clerk, number, digits)

    second = invite_another(officer, address)
    link = print_the_slip_to_scan(informant, address)
    helper = walks.person(USERNAMES[second])
    accept_at_the_desk(helper)
    hold_a_class(helper)

    confirm_by_qr(visitor, link)
    see_it_closed(visitor, address)
    see_it_counted(visitor, answered + 1, trained + 12)


def look_at_the_front_page(visitor: Person) -> tuple[int, int]:
    visitor.goes_to("/")
    visitor.sees("哪里在等人", "公布的数字，与从记录数出来的")
    visitor.fits_the_screen()
    return visitor.reads_figure("答复的需求"), visitor.reads_figure("培训农民")


def take_down_the_call(informant: Person) -> str:
    """张福来 rings; the informant writes it down. Returns the need's address."""
    informant.sees("本地的需求")
    informant.clicks("代录需求")
    informant.fits_the_screen()
    informant.types("需要什么", TITLE)
    informant.sees("花椒")  # the trade, from the words
    informant.page.get_by_placeholder("拼音").first.press_sequentially("zhangying")
    informant.chooses("洛宁县 › 赵村镇 › 张营村")
    informant.chooses("为在册农户提")
    informant.page.get_by_label("找农户").fill("张福来")
    informant.chooses("张** · 洛宁县 › 赵村镇 › 张营村")
    informant.types("联系人", "张福来")
    informant.types("电话", "13700000001")
    informant.opens("照片、时间、缓急、人数")
    informant.page.get_by_label("电话里说的").check()
    informant.clicks("发布")
    informant.sees("已发布，编号 LY-", "洛宁县 › 赵村镇 › 张营村", "花椒 · 上门指导", "征集中", TITLE)
    informant.fits_the_screen()
    return informant.page.url


def invite_the_first(officer: Person, address: str) -> str:
    """The officer sees who fits, and why; returns who is invited."""
    officer.sees("待办需求")
    officer.clicks(TITLE)
    assert officer.page.url == address
    officer.sees("谁来合适", "专长", "电话", "13700000001")
    candidate = officer.page.locator(".cand").first
    first = candidate.locator(".who").inner_text()
    assert "专业对口" in candidate.locator(".why").first.inner_text()
    officer.fits_the_screen()
    officer.clicks("邀请", inside=candidate)
    officer.sees(f"已邀请{first}，通知正在发出。")
    return first


def print_the_slip(informant: Person, address: str) -> str:
    """The six digits, which the informant reads out to the farmer."""
    informant.goes_to(address)
    informant.clicks("打印确认条")
    informant.sees("只显示这一次", "打热线报出编号和这六位数字")
    informant.fits_the_screen()
    return informant.reads(".slip .slip-code")


def accept_at_the_desk(specialist: Person) -> None:
    specialist.goes_to("/desk/")
    specialist.sees("邀请我的", TITLE)
    specialist.fits_the_screen()
    specialist.clicks("我去")
    specialist.sees("怎么联系提需求的人，现在写在这一页上", "13700000001")


def register_a_visit(specialist: Person) -> None:
    """Place, trade, title and time are known; the rest takes a minute."""
    specialist.goes_to("/desk/")
    specialist.clicks("登记这次服务")
    specialist.sees(TITLE, "洛宁县 › 赵村镇 › 张营村")
    specialist.fits_the_screen()
    specialist.chooses("现场指导")
    specialist.types("到场的人", "张福来 13700000001\n李二妮\n另 3 人未具名")
    specialist.opens("品种、技术、农户")
    specialist.types("推广技术", "花椒蚜虫绿色防控技术 20亩")
    specialist.types("帮扶的户", "张福来 13700000001 修剪花椒 增收800元")
    specialist.types("说几句", "蚜虫已过高峰，讲了防控要点。")
    specialist.clicks("登记")
    specialist.sees("已登记，正请被服务的人确认", "花椒蚜虫绿色防控技术", "20 亩", "另 3 人未具名", "张**", "修剪花椒")


def answer_by_telephone(clerk: Person, number: str, digits: str) -> None:
    """The farmer rings the hotline: he came, but it was no good."""
    clerk.goes_to("/confirm/")
    clerk.sees("替别人录入时")
    clerk.fits_the_screen()
    clerk.types("确认条上的编号", number)
    clerk.types("六位数字", digits)
    clerk.types("谁说的", "张福来")
    clerk.chooses("来过")
    clerk.chooses("不满意")
    clerk.types("想说的话", CROSSED)
    clerk.clicks("提交")
    clerk.sees("谢谢您说出来。需求已重新开放，并通知了科技局。")


def invite_another(officer: Person, address: str) -> str:
    """The officer is alerted and sends somebody ranked lower, saying why."""
    officer.goes_to("/desk/queue/")
    officer.sees("重新开放 1")
    officer.clicks("重新开放 1")
    officer.clicks(TITLE)
    officer.sees("征集中", "重新开放", "评价：不满意", CROSSED)
    candidate = officer.page.locator(".cand").last
    second = candidate.locator(".who").inner_text()
    candidate.locator("summary", has_text="邀请…").click()
    asked = candidate.locator("details[open]")
    asked.get_by_label("理由").fill(OVERRIDE)
    officer.clicks("邀请", inside=asked)
    officer.sees(f"已邀请{second}", "越过排序的原因：", OVERRIDE)
    return second


def print_the_slip_to_scan(informant: Person, address: str) -> str:
    print_the_slip(informant, address)
    return informant.scans()


def hold_a_class(helper: Person) -> None:
    helper.goes_to("/desk/")
    helper.clicks("登记这次服务")
    helper.chooses("集中培训")
    helper.types("到场的人", "张福来 13700000001\n另 11 人未具名")
    helper.clicks("登记")
    helper.sees("已登记，正请被服务的人确认", "另 11 人未具名")


def confirm_by_qr(visitor: Person, link: str) -> None:
    """Whoever holds the slip says so; no account, no number, no digits."""
    visitor.goes_to(link)
    visitor.sees("有人来过吗", TITLE)
    visitor.fits_the_screen()
    visitor.chooses("来过")
    visitor.chooses("满意")
    visitor.clicks("提交")
    visitor.sees("谢谢")
    visitor.does_not_see("重新开放")


def see_it_closed(visitor: Person, address: str) -> None:
    """The story tells everything, the telephone number and who complained excepted."""
    visitor.goes_to(address)
    visitor.sees("已办结", "重新开放", "评价：不满意", "评价：满意")
    visitor.does_not_see("13700000001", "张福来")


def see_it_counted(visitor: Person, answered: int, trained: int) -> None:
    """The front page counts it; the figure opens into the row."""
    assert look_at_the_front_page(visitor) == (answered, trained)
    visitor.page.locator(".figures a.figure", has_text="培训农民").click()
    visitor.sees("已确认", TITLE, "洛宁县 › 赵村镇 › 张营村")
    visitor.fits_the_screen()
    visitor.page.locator("td a").first.click()
    visitor.sees("被服务的人怎么说", "满意")
