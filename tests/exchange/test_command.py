"""`heluo import`, as one types it."""

from __future__ import annotations

import pytest

from heluo.base.models import ImportedRow
from heluo.cli.frame import main
from heluo.people.models import Organisation
from tests.exchange.making import ORGANISATIONS, opened, organisation, workbook


@pytest.fixture
def folder(cast, tmp_path, monkeypatch):
    """A folder to work in; places are loaded."""
    assert cast.village
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(folder, upload):
    (folder / upload.name).write_bytes(upload.content)
    return upload.name


def clean(name="dw.xlsx"):
    return workbook(name, 单位=[ORGANISATIONS, organisation()])


def test_import_says_what_it_did(folder, capsys):
    assert main(["import", put(folder, clean())]) == 0
    assert "1 imported, 0 there already" in capsys.readouterr().out
    assert main(["import", "dw.xlsx"]) == 0
    assert "0 imported, 1 there already" in capsys.readouterr().out


def test_check_only_writes_nothing(folder, capsys):
    assert main(["import", "--check-only", put(folder, clean())]) == 0
    assert "1 to import" in capsys.readouterr().out
    assert not Organisation.objects.filter(source_number="DW-001").exists()
    assert not ImportedRow.objects.exists()


def test_a_faulty_file_comes_back_beside(folder, capsys):
    faulty = workbook("bad.xlsx", 单位=[ORGANISATIONS, organisation("DW-9", 类型="不知道")])
    assert main(["import", put(folder, faulty), put(folder, clean())]) == 1
    assert "D2" in capsys.readouterr().err
    assert [path.name for path in folder.glob("*-*.xlsx")] == ["bad-problems.xlsx"]
    assert opened((folder / "bad-problems.xlsx").read_bytes())["单位"]["D2"].comment is not None


def test_the_account_that_imports_is_named(folder, cast, capsys):
    name = put(folder, clean())
    assert main(["import", "--as", "nobody", name]) == 1
    assert "nobody" in capsys.readouterr().err
    assert main(["import", "--as", cast.requester.username, name]) == 1
    assert main(["import", "--as", cast.county_officer.username, name]) == 0


@pytest.mark.parametrize("line", [["import"], ["import", "missing.xlsx"]])
def test_what_is_missing_is_said(folder, line, capsys):
    assert main(line) == 1
    assert capsys.readouterr().err.startswith("heluo: ")


def test_templates(folder):
    assert main(["import", "--templates", "empty"]) == 0
    names = {path.stem for path in (folder / "empty").iterdir()}
    assert names == {"organisations", "specialists", "teams", "households", "catalogue", "needs", "services"}
