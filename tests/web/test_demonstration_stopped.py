"""The demonstration is whole or not there at all, and leaves other sites alone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from heluo.base.errors import No
from heluo.places.models import Place
from heluo.web import demonstration
from tests.sites import ROOT


def test_a_site_with_records_of_its_own_is_left_alone(cast):
    assert cast.village
    with pytest.raises(No, match="不属于演示"):
        demonstration.run()


@pytest.mark.soak
def test_a_demonstration_that_was_stopped_begins_anew(site):
    command = [sys.executable, "-m", "heluo", "demo", "--no-serve"]
    running = subprocess.Popen(command, env=site.environment, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert running.stdout is not None
    for line in running.stdout:
        if line.startswith("  answers"):
            break
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    assert not Place.objects.exists()
    assert site.heluo("demo", "--no-serve").returncode == 0
