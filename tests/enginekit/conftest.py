"""The engines' commands, called as the frame calls them."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable

import pytest

from heluo.enginekit import cli as commands


@pytest.fixture
def cli() -> Callable[..., int]:
    def call(command: str, *line: str) -> int:
        parser = ArgumentParser(command)
        getattr(commands, f"add_{command}")(parser)
        return getattr(commands, f"run_{command}")(parser.parse_args(line))

    return call
