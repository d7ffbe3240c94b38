"""A small committed world, a real server with its worker, and people who walk through it in a real browser.

The world is made before the browser starts: while that is open, this process may not touch the database.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test.utils import override_settings
from playwright.sync_api import Browser

from heluo.base import clock
from heluo.base.rules import SYSTEM
from heluo.people.actions.specialists import add_term
from heluo.web import settings as served_with
from tests.cast import Cast
from tests.sites import RunningSite, Site, Template
from tests.walks.people import Walks


def _populate() -> None:
    """Everybody whom the walks meet, with an account each; naming one of the cast makes them."""
    cast = Cast()
    known = [cast.requester, cast.household, cast.technology, cast.variety, cast.auditor]
    for side in (cast, cast.stranger):
        known += [side.county_officer, side.informant, side.clerk, side.specialist_account, side.leader_account]
        for specialist in (side.specialist, side.leader):
            add_term(actor=SYSTEM, specialist=specialist, year=clock.today().year, level="city")
    assert all(known)


@pytest.fixture(scope="module")
def server(template_database: Template, django_db_blocker, tmp_path_factory) -> Iterator[RunningSite]:
    """``heluo serve`` on the cast's world; one for each module, since the steps of a walk build on one another."""
    folder = tmp_path_factory.mktemp("walk") / "site"
    with django_db_blocker.unblock(), Site.copied_from(template_database, folder) as site:
        # The server verifies passwords as in production, not as the tests hash them.
        with override_settings(PASSWORD_HASHERS=served_with.PASSWORD_HASHERS):
            _populate()
        with RunningSite.of(site) as running:
            yield running


@pytest.fixture(scope="module")
def browser_after_server(server: RunningSite, browser: Browser) -> Browser:
    """Pytest makes them in this order."""
    return browser


@pytest.fixture
def walks(server: RunningSite, browser_after_server: Browser) -> Iterator[Walks]:
    """Opens a browser of its own for each person; at the end no console may have complained."""
    with Walks(server.url, browser_after_server) as opened:
        yield opened
