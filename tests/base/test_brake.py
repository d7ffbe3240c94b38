"""Brakes hold over all processes, end by themselves, and are forgotten."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from django.db import connection

from heluo.base import clock
from heluo.base.brake import Brake, forget_old
from heluo.base.models import Tries

BRAKE = Brake("test", tries=3, seconds=600)


def test_after_so_many_tries_there_is_a_pause_that_ends(db):
    assert [BRAKE.take("officer", "here") for _try in range(5)] == [True, True, True, False, False]
    assert BRAKE.take("officer", "elsewhere")
    with clock.at(clock.now() + timedelta(seconds=601)):
        assert BRAKE.take("officer", "here")


def test_what_was_right_is_not_held_against_anybody(db):
    BRAKE.take("officer")
    BRAKE.release("officer")
    assert not BRAKE.is_known("officer")


def test_neither_names_nor_addresses_stand_in_the_table(db):
    BRAKE.take("officer", "203.0.113.9")
    assert "officer" not in str(Tries.objects.values())
    assert "203.0" not in str(Tries.objects.values())


def test_what_brakes_nobody_is_forgotten(db):
    BRAKE.take("officer")
    assert forget_old() == 0
    with clock.at(clock.now() + timedelta(seconds=601)):
        assert forget_old() == 1


def test_many_at_once_get_no_more_tries_than_one(site):
    def take(_number):
        try:
            return BRAKE.take("officer")
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(take, range(12))) == 3


def test_another_process_counts_on(site):
    for _try in range(2):
        BRAKE.take("officer")
    code = (
        "from heluo.base.brake import Brake; brake = Brake('test', tries=3, seconds=600); "
        "print(brake.take('officer'), brake.take('officer'))"
    )
    said = site.heluo("manage", "shell", "--no-imports", "-c", code)
    assert said.stdout.strip() == "True False", said.stderr
