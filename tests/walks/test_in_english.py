"""The loop in English, on a desktop in the dark, with something wrong in every form on the way.

What is wrong gets a sentence, what was typed stays; the slip's form is filled in by keyboard alone.
"""

from __future__ import annotations

import pytest

from tests.walks.people import DESKTOP, Person, Walks

pytestmark = pytest.mark.browser

TITLE = "Aphids on the pepper trees, 花椒"
USERNAMES = {
    "赵文山": "luoning.specialist",
    "孙立": "luoning.team_leader",
    "马建国": "luanchuan.specialist",
    "单小平": "luanchuan.team_leader",
}


@pytest.fixture
def english(walks: Walks) -> Walks:
    walks.language, walks.size, walks.theme = "en-GB", DESKTOP, "dark"
    return walks


def test_the_loop_in_english(english: Walks) -> None:
    visitor = english.visitor()
    visitor.goes_to("/")
    visitor.sees("Where people are waiting", "What was published, and what the rows count to")
    answered = visitor.reads_figure("Needs answered")

    requester = english.person("luoning.requester")
    address = ask_for_help(requester)
    number = requester.reads(".crumbs .num")

    officer = english.person("luoning.county_officer")
    first = decline_without_a_reason_then_invite(officer)
    specialist = english.person(USERNAMES[first])
    decline_without_a_reason_then_come(specialist)
    register_after_mistakes(specialist)
    judge_as_not_good(requester, address)

    second = invite_the_next(officer, address, first)
    digits = print_the_slip(requester, address)
    helper = english.person(USERNAMES[second])
    come_and_register(helper)
    confirm_by_keyboard(visitor, number, digits)

    visitor.goes_to(address)
    visitor.sees("Closed", "Judged: not content", "Judged: content")
    visitor.goes_to("/")
    visitor.fits_the_screen()
    assert visitor.reads_figure("Needs answered") == answered + 1


def ask_for_help(requester: Person) -> str:
    requester.sees(
        "What I asked", "You have not asked for anything yet. What you ask stands here, with what happens next."
    )
    requester.clicks("Ask for help")
    requester.types("A few sentences", "The leaves curl, the shoots are sticky.")
    requester.types("Telephone", "12")
    requester.clicks("Publish")
    requester.sees("things are not right yet", "Nothing that you typed is lost.", "This field is required.")
    requester.sees_typed("A few sentences", "The leaves curl, the shoots are sticky.")
    requester.sees_typed("Telephone", "12")
    requester.types("What is needed", TITLE)
    requester.types("Telephone", "13700000001")
    requester.page.get_by_placeholder("pinyin").fill("张营")
    requester.chooses("洛宁县 › 赵村镇 › 张营村")
    requester.clicks("Publish")
    requester.sees("Published. Its number is LY-", TITLE, "Looking for someone", "Sichuan pepper")
    return requester.page.url


def decline_without_a_reason_then_invite(officer: Person) -> str:
    officer.sees("Needs to be answered")
    officer.clicks(TITLE)
    officer.clicks("Decline")
    officer.types("What to do instead", "Ring the plant protection station.")
    officer.types("Why not", " ")
    officer.clicks("Decline")
    officer.sees("This field is required.")
    officer.sees_typed("What to do instead", "Ring the plant protection station.")
    officer.clicks("Leave it")
    officer.sees("Who fits", "Ranked by expertise", "behind")
    candidate = officer.page.locator(".cand").first
    first = candidate.locator(".who").inner_text()
    officer.clicks("Invite", inside=candidate)
    officer.sees(f"{first} is invited and is told now.")
    return first


def decline_without_a_reason_then_come(specialist: Person) -> None:
    specialist.goes_to("/desk/")
    specialist.sees("You are invited", TITLE)
    specialist.clicks("I can't")
    specialist.types("Why", " ")
    specialist.clicks("Decline the invitation")
    specialist.sees("This field is required.")
    specialist.clicks("Leave it")
    specialist.clicks("I will come")
    specialist.sees("How to reach whoever asked stands on this page now.", "13700000001")


def register_after_mistakes(specialist: Person) -> None:
    specialist.goes_to("/desk/")
    specialist.clicks("Register the service")
    specialist.types("Who came", "13700000001")
    specialist.types("A few words", "Pruned six trees together.")
    specialist.opens("Varieties, technologies, households")
    specialist.types("Technologies promoted", "a technology that nobody knows")
    specialist.types("Households helped", "张福来")
    specialist.clicks("Register")
    specialist.sees("can't be read as a name", "is not in the catalogue", "write the head of the household")
    specialist.sees_typed("A few words", "Pruned six trees together.")
    specialist.types("Who came", "张福来 13700000001\n9 unnamed")
    specialist.types("Technologies promoted", "花椒蚜虫绿色防控技术")
    specialist.types("Households helped", "张福来 修剪花椒 gains 800 yuan")
    specialist.clicks("Register")
    specialist.sees("Registered. The people served are asked to confirm it.", "9 unnamed", "张**")


def judge_as_not_good(requester: Person, address: str) -> None:
    requester.goes_to(address)
    requester.clicks("Was it any good?")
    requester.types("What you want to say", "He never came to the field.")
    requester.chooses("Not satisfied")
    requester.clicks("Send")
    requester.sees("The need is open again and the office was told.")


def invite_the_next(officer: Person, address: str, first: str) -> str:
    """The best of those who were not asked yet: no reason is wanted for that."""
    officer.goes_to(address)
    officer.sees("reopened", "Judged: not content", "He never came to the field.")
    asked = officer.page.locator(".who", has_text=first)
    candidate = officer.page.locator(".cand").filter(has_not=asked).first
    second = candidate.locator(".who").inner_text()
    officer.clicks("Invite", inside=candidate)
    officer.sees(f"{second} is invited and is told now.")
    return second


def print_the_slip(requester: Person, address: str) -> str:
    requester.goes_to(address)
    requester.clicks("Print the slip with the code")
    requester.sees("Shown this once.")
    return requester.reads(".slip .slip-code")


def come_and_register(helper: Person) -> None:
    helper.goes_to("/desk/")
    helper.clicks("I'll come")
    helper.goes_to("/desk/")
    helper.clicks("Register the service")
    helper.types("Who came", "张福来 13700000001")
    helper.clicks("Register")
    helper.sees("Registered.")


def confirm_by_keyboard(visitor: Person, number: str, digits: str) -> None:
    wrong = f"{(int(digits.replace(' ', '')) + 1) % 1_000_000:06d}"
    visitor.goes_to("/confirm/")
    visitor.tabs_to("Number on the slip")
    visitor.writes(number)
    visitor.tabs_to("The six digits")
    visitor.writes(wrong)
    visitor.tabs_to("Yes")
    visitor.presses("Space")
    visitor.tabs_to("Satisfied")
    visitor.presses("Space")
    visitor.tabs_to("What you want to say")
    visitor.writes("This one came to the field.")
    visitor.tabs_to("Send")
    visitor.presses("Enter")
    visitor.sees("tries are left.")
    visitor.sees_typed("What you want to say", "This one came to the field.")
    visitor.tabs_to("The six digits")  # in the summary of what is wrong, which leads to the field
    visitor.presses("Enter")
    visitor.writes(digits)
    visitor.tabs_to("Send")
    visitor.presses("Enter")
    visitor.sees("Thank you; the need is closed.")
    visitor.does_not_see("open again")
