"""Who acts on the command line is an open account."""

import pytest

from heluo.cli.frame import main
from heluo.people.actions.accounts import deactivate_account


@pytest.mark.parametrize(
    "line",
    [
        ["match", "--place", "410328"],
        ["import", "nothing.xlsx"],
        ["erase", "0190b5c2-5c6e-7d3a-9b8e-2f1a4c5d6e7f", "--reason", "asked"],
    ],
)
def test_a_closed_account_does_nothing_on_the_command_line(cast, capsys, tmp_path, monkeypatch, line):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "nothing.xlsx").write_bytes(b"")
    deactivate_account(actor=cast.administrator, account=cast.county_officer)
    assert main([*line, "--as", cast.county_officer.username, "--language", "en"]) == 1
    assert f"the account {cast.county_officer.username} is closed" in capsys.readouterr().err
