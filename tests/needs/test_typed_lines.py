"""What people type and paste of those who came and whom it helped, read as it was meant or asked back."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import example, given
from hypothesis import strategies as st

from heluo.catalogue.models import Variety
from heluo.needs.forms.lines import AttendeesField, CatalogueField, HelpsField
from heluo.needs.models import Attendance, Service
from heluo.people.models import Person
from heluo.people.tidying import one_name, person_name
from tests.needs.test_service_lines import send
from tests.needs.test_service_pages import assigned

__all__ = ["assigned", "send"]


def came(text: str) -> tuple[list[tuple[str, str]], int]:
    attendees, unnamed = AttendeesField(required=False).clean(text)
    return [(one.name, one.phone) for one in attendees], unnamed


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("张三（二组）", ["张三"]),
        ("李娜(女)、张　伟", ["李娜", "张伟"]),
        ("李娜(女,45岁)", ["李娜"]),
        ("张三 男", ["张三"]),
        ("张 三丰\n欧阳 修\n欧 阳 修", ["张三丰", "欧阳修", "欧阳修"]),
        ("阿依古丽 • 买买提，古丽·阿不都（三组）", ["阿依古丽·买买提", "古丽·阿不都"]),
        ("John Smith; José García", ["John Smith", "José García"]),
        ("1. 张三\n2、李四\n（3）王五", ["张三", "李四", "王五"]),
    ],
)
def test_names(typed, names):
    assert came(typed) == ([(name, "") for name in names], 0)


@pytest.mark.parametrize(
    ("typed", "unnamed"), [("张三（另9人未具名）", 9), ("张三另９人未具名", 9), ("张三, plus 12 unnamed", 12)]
)
def test_unnamed(typed, unnamed):
    assert came(typed) == ([("张三", "")], unnamed)


@pytest.mark.parametrize(
    "typed", ["另 -3 人未具名", "张三（另−3人未具名）", "张三、另0人未具名", "0 unnamed", "张三, -2 unnamed"]
)
def test_fewer_than_one_without_a_name_is_refused(typed):
    with pytest.raises(ValidationError, match=r"number from 1 up|从 1 起"):
        came(typed)


@pytest.mark.parametrize(
    "typed", ["另", "张三、另外", "其他", "张三\n其余", "其余的人", "若干人未具名", "some unnamed"]
)
def test_nobody_is_called_others(typed):
    with pytest.raises(ValidationError, match=r"is no name|不是人名"):
        came(typed)


@pytest.mark.parametrize("area", ["0亩", "0.00 mu", "999999亩", "100000.01亩", "-3", "9999999"])
def test_an_area_has_bounds(cast, area):
    with pytest.raises(ValidationError, match=r"at most 100000 mu|最多 100000 亩"):
        CatalogueField(model=Variety).clean(f"{cast.variety.name} {area}")


@pytest.mark.parametrize("area", ["二十亩", " 二十多亩", " 1.2.3"])
def test_an_area_that_cannot_be_read_is_what_is_wrong_with_the_line(cast, area):
    with pytest.raises(ValidationError, match=f"面积看不明白，请用数字写，例如“{cast.variety.name} 20亩”"):
        CatalogueField(model=Variety).clean(f"{cast.variety.name}{area}")


@pytest.mark.parametrize("more", ["改良型", " 改良型 20亩", "二号"])
def test_what_only_begins_like_something_of_the_catalogue_is_not_in_it(cast, more):
    with pytest.raises(ValidationError, match="目录里没有"):
        CatalogueField(model=Variety).clean(f"{cast.variety.name}{more}")


def test_every_line_that_is_wrong_is_said_at_once(cast):
    with pytest.raises(ValidationError) as wrong:
        came("张三\n李四139\n其他\n王五 0人")
    told = "".join(wrong.value.messages)
    assert all(line in told for line in ("李四139", "其他", "王五 0人"))
    with pytest.raises(ValidationError) as wrong:
        CatalogueField(model=Variety).clean("没有甲\n没有乙")
    assert len(wrong.value.messages) == 2
    with pytest.raises(ValidationError) as wrong:
        HelpsField().clean("\n".join(["张福来"] * 13))
    assert (len(wrong.value.messages), wrong.value.messages[-1]) == (11, "……另有 3 行。")


@pytest.mark.parametrize("typed", ["李四 139", "李四139", "李四：139"])
def test_a_number_that_was_cut_short_is_said_to_be_one(typed):
    with pytest.raises(ValidationError, match=r"not whole|不完整"):
        came(typed)


@pytest.mark.parametrize(
    ("typed", "phone"),
    [
        ("张三 138 0000 0001", "13800000001"),
        ("张三：+86 138-0000-0001", "13800000001"),
        ("张三（电话13800000001，二组）", "13800000001"),
        ("１３８０００００００１ 张三", "13800000001"),
        ("张三（0379）6391 0000", "0379-63910000"),
        ("张三 63910000", "63910000"),
    ],
)
def test_numbers(typed, phone):
    assert came(typed) == ([("张三", phone)], 0)


@pytest.mark.parametrize(
    "typed",
    [
        "张三 李四",
        "张三（李四、王五）",
        "三组（30人）",
        "张三 138000000012",
        "张三 1380000000",
        "张三 13800000001 13800000002",
        "张三 2020-11-28",
        "张三（",
        "另1234567890人未具名",
        "张三（12）",
    ],
)
def test_what_may_mean_something_else_is_asked_back(typed):
    with pytest.raises(ValidationError):
        came(typed)


SURNAMES, GIVEN = "赵钱孙李周吴郑王", st.text("伟芳娜敏静丽强磊洋艳勇军杰", min_size=1, max_size=2)
NAMES = st.builds(str.__add__, st.sampled_from(SURNAMES), GIVEN)
NOTES = st.sampled_from(["", "（女）", "(二组)", "（女，45岁）", "(党员;脱贫户)", "（ 村支书 ）"])
PHONES = st.one_of(st.just(""), st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
MARKS = st.sampled_from(["\n", "、", "，", ",", "；", ";", "\n\n", " 、"])


@given(st.lists(st.tuples(NAMES, NOTES, PHONES), max_size=12), MARKS, st.integers(0, 900))
def test_each_name_is_one_line_whatever_stands_in_brackets(people, mark, unnamed):
    entries = [f"{name}{note} {phone}" for name, note, phone in people] + ([f"另{unnamed}人未具名"] if unnamed else [])
    assert came(mark.join(entries)) == ([(name, phone) for name, _note, phone in people], unnamed)


@given(st.text(st.sampled_from("张三李四男 \u3000()（）、，,;\n0123456789-+人另未具名转.x·"), max_size=40))
@example("张三(12)34567890123")
def test_what_is_read_holds_every_long_number_and_is_read_again_as_the_same(text):
    try:
        attendees, unnamed = came(text)
    except ValidationError:
        return
    numbers = [re.sub(r"\D", "", phone) for _name, phone in attendees] + [str(unnamed)]
    assert all(any(run[-7:] in number for number in numbers) for run in re.findall(r"\d{7,}", text))
    again = "\n".join([f"{name} {phone}" for name, phone in attendees] + ([f"另{unnamed}人未具名"] if unnamed else []))
    assert came(again) == (attendees, unnamed)


@given(st.text("张三丰欧阳 　·abé男", max_size=12))
def test_tidying_a_name_twice_changes_nothing(text):
    assert person_name(person_name(text)) == person_name(text)
    once = one_name(text)
    assert once is None or one_name(once) == once


def helped(line: str) -> tuple[str, str, str, int | None]:
    (one,) = HelpsField().clean(line)
    return one.head, one.phone, one.measure, one.gain_fen


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("张福来 修剪花椒 增收800元", ("张福来", "", "修剪花椒", 80_000)),
        ("张福来 修剪花椒 增收1,200.50元", ("张福来", "", "修剪花椒", 120_050)),
        ("张福来 修剪花椒 增收1.2万元", ("张福来", "", "修剪花椒", 1_200_000)),
        ("张福来 投入300元 增收800元", ("张福来", "", "投入300元", 80_000)),
        ("张福来 2020-11-28修剪", ("张福来", "", "2020-11-28修剪", None)),
        ("张福来 20201128 修剪", ("张福来", "", "20201128 修剪", None)),
        ("张福来 +86 137 0000 0001 3次修剪", ("张福来", "13700000001", "3次修剪", None)),
        ("张　伟 修剪", ("张伟", "", "修剪", None)),
        ("张福来 栽苗 12345678株", ("张福来", "", "栽苗 12345678株", None)),
    ],
)
def test_households_helped(line, read):
    assert helped(line) == read


@pytest.mark.parametrize(
    "line",
    ["张福来 修剪 增收12345678元", "张福来 修剪 300元 500元", "张福来 137000000012 修剪", "张福来 修剪 增收0.001元"],
)
def test_misreadable_numbers_are_asked_back(line):
    with pytest.raises(ValidationError):
        helped(line)


def test_two_namesakes_with_numbers_when_one_is_known_without(send):
    assert send(attendees="李二妮").status_code == 302
    reply = send(attendees="李二妮 13700000003\n李二妮 13700000002", client_uuid="", another="on")
    assert reply.status_code == 302, reply.content.decode()
    latest = Service.objects.order_by("-pk").first()
    assert Attendance.objects.filter(service=latest).values("person").distinct().count() == 2
    assert Person.objects.count() == 2


def test_what_is_listed_twice_is_one_line_or_asked_back(cast):
    field, name = CatalogueField(model=Variety), cast.variety.name
    assert field.clean(f"{name} 60亩\n{name} 60") == [(cast.variety, Decimal(60))]
    with pytest.raises(ValidationError, match="写了两次"):
        field.clean(f"{name} 60亩\n{name} 20亩")
    assert len(HelpsField().clean("张福来 修剪\n张福来 修剪")) == 1
