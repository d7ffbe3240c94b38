"""The worker does each chore, goes on when one fails, and ends when told or when its parent is gone."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading

from heluo.base import worker


def test_finds_the_chores_of_the_apps():
    names = [chore.name for chore in worker.chores()]
    assert "needs expired" in names
    assert len(names) == len(set(names))


def test_one_that_fails_does_not_keep_the_others(site, monkeypatch):
    stop, done = threading.Event(), []

    def fail() -> int:
        raise RuntimeError("no")

    def finish() -> int:
        done.append(1)
        stop.set()
        return 1

    monkeypatch.setattr(
        worker,
        "chores",
        lambda: [
            worker.Chore(name="bad", every_seconds=60, run=fail),
            worker.Chore(name="good", every_seconds=60, run=finish),
        ],
    )
    worker.work(stop)
    assert done == [1]


def test_one_that_waits_for_others_does_not_keep_the_rest(site, monkeypatch):
    stop, sealed = threading.Event(), threading.Event()
    waits = worker.Chore(name="slow", every_seconds=60, run=lambda: int(sealed.wait(30)), apart=True)

    def seal() -> int:
        sealed.set()
        stop.set()
        return 1

    monkeypatch.setattr(worker, "chores", lambda: [waits, worker.Chore(name="quick", every_seconds=60, run=seal)])
    worker.work(stop)
    assert sealed.is_set()


def test_once_on_an_empty_site(site):
    result = site.heluo("worker", "--once")
    assert result.returncode == 0, result.stderr


def test_ends_when_told(site):
    line = [sys.executable, "-m", "heluo", "worker"]
    with subprocess.Popen(line, env=site.environment, stderr=subprocess.DEVNULL) as process:
        # Before it listens to signals, one ends it as well.
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) in (0, -signal.SIGTERM)


def test_ends_with_its_parent_even_if_that_is_killed(site):
    start = (
        "import os, subprocess, sys; worker = [sys.executable, '-m', 'heluo', 'worker', '--parent', str(os.getpid())]; "
        "process = subprocess.Popen(worker); print('started', flush=True); process.wait()"
    )
    parent = subprocess.Popen([sys.executable, "-c", start], env=site.environment, stdout=subprocess.PIPE)
    assert parent.stdout is not None
    assert parent.stdout.readline() == b"started\n"
    parent.kill()
    # The worker holds the other end of the pipe for as long as it lives.
    assert parent.communicate(timeout=30) == (b"", None)
