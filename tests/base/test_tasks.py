"""Tasks: taken once, told of, cancelled, put back, and taken up again when their worker dies."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.utils import translation

from heluo.base import clock, tasks
from heluo.base.errors import Refused
from heluo.base.models import Task
from heluo.base.rules import SYSTEM
from heluo.enginekit import Text

STEPS = 3


def count_to(run: tasks.Run, *, most: int) -> dict:
    for number in range(most):
        run.progress(number, most, f"step {number}")
    return {"counted": most}


def refuse(run: tasks.Run) -> None:
    raise Refused("这件事现在不能做。")


def break_down(run: tasks.Run) -> None:
    raise ZeroDivisionError


@pytest.fixture(autouse=True)
def some_kinds(monkeypatch):
    for kind, work in {"tests.count": count_to, "tests.refuse": refuse, "tests.break": break_down}.items():
        monkeypatch.setitem(tasks._KINDS, kind, work)
    monkeypatch.setattr(tasks, "PROGRESS_SECONDS", 0)


def enqueue(kind: str = "tests.count", **payload: object) -> Task:
    return tasks.enqueue(kind, payload or ({"most": STEPS} if kind == "tests.count" else {}), made_by=SYSTEM)


def fresh(task: Task) -> Task:
    return Task.objects.get(pk=task.pk)


def test_a_task_is_done_with_its_result(db):
    task = enqueue()
    assert tasks.run_waiting() == 1
    task = fresh(task)
    assert (task.state, task.result, task.done, task.total) == ("done", {"counted": STEPS}, STEPS, STEPS)
    assert task.finished_at
    assert tasks.run_waiting() == 0


def test_a_lane_of_its_own_waits_for_no_other(db, monkeypatch):
    monkeypatch.setitem(tasks._LANES, "tests.refuse", "quick")
    first, quick, second = enqueue(), enqueue("tests.refuse"), enqueue()
    assert [tasks.take("quick"), tasks.take("quick")] == [quick, None]
    assert [tasks.take(""), tasks.take(""), tasks.take("")] == [first, second, None]


def test_first_come_first_served(db):
    first, second = enqueue(), enqueue()
    assert [tasks.take(), tasks.take(), tasks.take()] == [first, second, None]
    assert list(tasks.tasks_of(SYSTEM)) == [second, first]


def test_a_no_is_told_in_its_own_words(db):
    task = enqueue("tests.refuse")
    tasks.run_waiting()
    assert (fresh(task).state, fresh(task).message) == ("failed", "这件事现在不能做。")


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("zh-hans", "出错了（ZeroDivisionError）。"), ("en", "Something went wrong (ZeroDivisionError).")],
)
def test_whoever_reads_why_it_failed_reads_it_in_the_own_language(db, language, sentence):
    task = enqueue("tests.break")
    tasks.run_waiting()
    with translation.override(language):
        assert fresh(task).message == sentence


def test_an_engine_says_what_it_is_at_in_the_readers_language(db):
    task = enqueue()
    tasks.Run(taken(task), threading.Event()).progress(1, 9, Text("正在比较", "Weighing"))
    with translation.override("en"):
        assert fresh(task).message == "Weighing"


def test_a_fault_is_told_without_its_details(db):
    task = enqueue("tests.break")
    tasks.run_waiting()
    assert fresh(task).state == "failed"
    assert "ZeroDivisionError" in fresh(task).message


def test_an_unknown_kind_is_a_mistake_at_once(db):
    with pytest.raises(KeyError):
        enqueue("tests.unknown")


def test_what_only_an_older_version_knew_fails(db):
    task = Task.objects.create(kind="tests.gone", made_by="system", created_at=clock.now())
    tasks.run_waiting()
    assert fresh(task).state == "failed"


def test_a_waiting_task_is_cancelled_at_once(db):
    task = enqueue()
    tasks.cancel(task)
    assert fresh(task).state == "cancelled"
    assert tasks.run_waiting() == 0


def test_a_running_task_is_cancelled_at_its_next_step(db):
    run = tasks.Run(taken(enqueue()), threading.Event())
    run.progress(1, 9)
    tasks.cancel(run.task)
    with pytest.raises(tasks.Cancelled):
        run.progress(2, 9)


def taken(task: Task) -> Task:
    found = tasks.take()
    assert found == task
    return found


def test_progress_is_told(db):
    task = enqueue()
    tasks.Run(taken(task), threading.Event()).progress(2, 9, "采收季")
    task = fresh(task)
    assert (task.done, task.total, task.message) == (2, 9, "采收季")


def test_a_worker_that_is_stopped_puts_the_task_back(db, monkeypatch):
    stop = threading.Event()

    def stop_in_the_middle(run: tasks.Run) -> None:
        stop.set()
        run.progress(1, 2)

    monkeypatch.setitem(tasks._KINDS, "tests.stop", stop_in_the_middle)
    task = enqueue("tests.stop")
    tasks.run_waiting(stop)
    assert (fresh(task).state, fresh(task).attempts) == ("waiting", 0)


def test_a_killed_workers_task_is_taken_up_again(db):
    task = enqueue()
    first = tasks.Run(taken(task), threading.Event())
    assert tasks.take() is None
    with clock.at(clock.now() + timedelta(seconds=tasks.LEASE_SECONDS + 1)):
        second = tasks.Run(taken(task), threading.Event())
        assert second.task.attempts == 2
        with pytest.raises(tasks.Lost):
            first.progress(1, 2)
        first.finish("failed")
        second.finish("done")
    assert fresh(task).state == "done"


def test_a_renewed_lease_is_not_taken(db):
    run = tasks.Run(taken(enqueue()), threading.Event())
    later = clock.now() + timedelta(seconds=tasks.LEASE_SECONDS - 1)
    with clock.at(later):
        run.renew()
    with clock.at(later + timedelta(seconds=2)):
        assert tasks.take() is None


def test_a_task_that_kills_its_workers_is_given_up(db):
    task = enqueue()
    for attempt in range(tasks.MOST_ATTEMPTS + 1):
        with clock.at(clock.now() + timedelta(hours=attempt)):
            tasks.take()
    assert fresh(task).state == "failed"


def test_several_workers_share_the_work(site):
    for _number in range(12):
        enqueue(most=1)
    counts: list[int] = []

    def work() -> None:
        from django.db import connection

        try:
            counts.append(tasks.run_waiting())
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _number in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(counts) == 12
    assert set(Task.objects.values_list("state", "attempts")) == {("done", 1)}


def test_what_was_done_a_month_ago_is_forgotten_and_what_failed_stays(db):
    """A run whose task failed shows why, whenever it is opened."""
    for state in ("done", "failed", "waiting"):
        Task.objects.create(kind="tests", state=state, created_at=clock.now(), finished_at=clock.now())
    assert tasks.forget_done() == 0
    with clock.at(clock.now() + timedelta(days=31)):
        assert tasks.forget_done() == 1
    assert set(Task.objects.values_list("state", flat=True)) == {"failed", "waiting"}
