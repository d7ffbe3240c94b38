"""Accounts of the demonstration: one to three for each role. Passwords are made when they are imported."""

from typing import TYPE_CHECKING

from examples.generate.tables import Row

if TYPE_CHECKING:
    from examples.generate.world import World

HEADERS = ("用户名", "姓名", "角色", "所在地代码", "单位编号", "特派员编号", "农户编号", "可登录")
CITY = "4103"
WALKED = "410328109202"  # 张营村, where the walk through the loop begins

_OFFICIALS = (
    ("shi.keji", "郭振宇", "city_officer", CITY),
    ("shi.keji2", "段雅琴", "city_officer", CITY),
    ("luoning", "李松涛", "county_officer", "410328"),
    ("yichuan", "常晓辉", "county_officer", "410329"),
    ("luanchuan", "石海燕", "county_officer", "410324"),
    ("zhaocun.xxy", "韦小娟", "informant", "410328109"),
    ("yaling.xxy", "樊少卿", "informant", "410329111"),
    ("tantou.xxy", "高月玲", "informant", "410324103"),
    ("zhangying.cwh", "张新社", "village_committee", WALKED),
    ("fandian.cwh", "樊占民", "village_committee", "410329111225"),
    ("rexian", "宁静", "clerk", CITY),
    ("rexian2", "许晓萍", "clerk", CITY),
    ("shenji", "武文杰", "auditor", CITY),
    ("shenji2", "裴世芳", "auditor", CITY),
    ("guanli", "侯亚军", "administrator", CITY),
)
_SPECIALISTS = (
    ("zhao.wenshan", "赵文山", "specialist"),
    ("wu.xiao", "吴晓", "specialist"),
    ("wei.chunxia", "卫春霞", "specialist"),
    ("sun.li", "孙立", "team_leader"),
)


def build(world: "World") -> list[Row]:
    """Officials by place, specialists and their leaders, contacts and operators of bodies, one who asks."""
    rows: list[Row] = [
        {"用户名": login, "姓名": name, "角色": role, "所在地代码": place} for login, name, role, place in _OFFICIALS
    ]
    by_name = {specialist.name: specialist for specialist in world.specialists}
    for login, name, role in _SPECIALISTS:
        rows.append({"用户名": login, "姓名": name, "角色": role, "特派员编号": by_name[name].code})
    bodies = world.organisations
    pepper = bodies.of_branch("A0163", "410328") or bodies.of_branch("A0", "410328")
    brick, park = bodies.of_branch("C308")[0], bodies.of_branch("M754")[0]
    for login, role, body in (
        ("hezuoshe", "contact", pepper[0]),
        ("naicai", "contact", brick),
        ("xingchuang", "operator", park),
    ):
        rows.append({"用户名": login, "姓名": body["联系人"], "角色": role, "单位编号": body["单位编号"]})
    first = next(need for need in world.needs.all if need.row["状态"] == "征集中")
    assert first.household is not None
    rows.append(
        {
            "用户名": "nonghu",
            "姓名": first.household.row["户主姓名"],
            "角色": "requester",
            "所在地代码": WALKED,
            "农户编号": first.household.code,
        }
    )
    return rows


def of_those_who_answer(world: "World") -> list[Row]:
    """Accounts without a password for specialists who answer an invitation somewhere in the story."""
    have = {row.get("特派员编号") for row in world.accounts}
    people = {s.code: s for s in (*world.followups.second, *world.underway.answering)}
    return [
        {"用户名": code.lower(), "姓名": people[code].name, "角色": "specialist", "特派员编号": code, "可登录": "否"}
        for code in sorted(people)
        if code not in have
    ]
