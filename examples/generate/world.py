"""Everything of the demonstration, built in the order in which each needs the other, and written as workbooks."""

from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from examples.generate import (
    accounts,
    catalogue,
    followups,
    households,
    needs,
    organisations,
    places,
    services,
    specialists,
    tables,
    teams,
    underway,
)
from examples.generate.catalogue import Offering
from examples.generate.followups import Followups
from examples.generate.households import Household
from examples.generate.needs import Needs
from examples.generate.organisations import Organisations
from examples.generate.places import Places
from examples.generate.services import Services
from examples.generate.specialists import Specialist
from examples.generate.tables import Row, Sheets
from examples.generate.teams import Teams
from examples.generate.underway import Underway

# Village committees that ask for something themselves.
COMMITTEES = 40


@dataclass
class World:
    """The parts, filled in by `build`. Each part draws from a stream of its own, named after it."""

    seed: int
    industries: dict[str, str] = field(default_factory=lambda: dict(tables.industries()))
    places: Places = field(init=False)
    committees: set[str] = field(init=False)
    organisations: Organisations = field(init=False)
    specialists: list[Specialist] = field(init=False)
    teams: Teams = field(init=False)
    households: list[Household] = field(init=False)
    varieties: list[Offering] = field(init=False)
    technologies: list[Offering] = field(init=False)
    needs: Needs = field(init=False)
    services: Services = field(init=False)
    followups: Followups = field(init=False)
    underway: Underway = field(init=False)
    accounts: list[Row] = field(init=False)

    def random(self, stream: str) -> Random:
        """The stream of random numbers of one part: a change in one leaves the others as they are."""
        return Random(f"{self.seed}/{stream}")  # noqa: S311 - demonstration data, no secrets


def build(world: World) -> World:
    """Build every part from the seed."""
    world.places = places.load(world.random("places"))
    others = sorted({v.code for v in world.places.used} - set(places.FIXED))
    world.committees = {*places.FIXED, *world.random("committees").sample(others, COMMITTEES - len(places.FIXED))}
    world.organisations = organisations.build(world)
    world.specialists = specialists.build(world)
    world.teams = teams.build(world)
    world.households = households.build(world)
    world.varieties, world.technologies = catalogue.varieties(), catalogue.technologies()
    world.needs = needs.build(world)
    world.services = services.build(world)
    world.accounts = accounts.build(world)
    world.followups = followups.build(world)
    world.underway = underway.build(world)
    world.accounts += accounts.of_those_who_answer(world)
    return world


def write(world: World, out: Path) -> list[Path]:
    """Write the workbooks into a folder; their paths."""
    out.mkdir(parents=True, exist_ok=True)
    return [
        tables.write_workbook(out / f"{name}.xlsx", title, sheets) for name, (title, sheets) in _books(world).items()
    ]


def _books(world: World) -> dict[str, tuple[str, Sheets]]:
    made = world.teams
    served = world.services
    people = [s.row for s in world.specialists]
    return {
        "organisations": ("单位", {"单位": (organisations.HEADERS, world.organisations.rows)}),
        "specialists": ("科技特派员", {"科技特派员": (specialists.HEADERS, people)}),
        "teams": (
            "服务团、服务队、工作站和科普基地",
            {
                "服务团": (teams.GROUP_HEADERS, made.groups),
                "服务队": (teams.TEAM_HEADERS, [team.row for team in made.teams]),
                "工作站": (teams.STATION_HEADERS, made.stations),
                "科普基地": (teams.BASE_HEADERS, made.bases),
            },
        ),
        "households": ("农户", {"农户": (households.HEADERS, [h.row for h in world.households])}),
        "catalogue": (
            "新品种和新技术",
            {
                "新品种": (catalogue.VARIETY_HEADERS, [v.row for v in world.varieties]),
                "新技术": (catalogue.TECHNOLOGY_HEADERS, [t.row for t in world.technologies]),
            },
        ),
        "needs": ("需求", {"需求": (needs.HEADERS, [need.row for need in world.needs.all])}),
        "services": (
            "服务",
            {
                "服务": (services.HEADERS, [service.row for service in served.all]),
                "到场": (services.ATTENDANCE_HEADERS, served.attendances),
                "品种引进": (services.VARIETY_HEADERS, served.varieties),
                "技术推广": (services.TECHNOLOGY_HEADERS, served.technologies),
                "帮扶农户": (services.HELP_HEADERS, served.helped),
            },
        ),
        "followups": (
            "回访",
            {
                "回访": (followups.HEADERS, world.followups.answers),
                "再次服务": (followups.AGAIN_HEADERS, world.followups.again),
            },
        ),
        "underway": ("在办需求", {"在办": (underway.HEADERS, world.underway.rows)}),
        "accounts": ("账号", {"账号": (accounts.HEADERS, world.accounts)}),
    }
