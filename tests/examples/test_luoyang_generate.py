"""The committed workbooks are what the generator writes from the seed that the README names."""

import pytest
from python_calamine import CalamineWorkbook

from examples.generate.world import World, build, write
from tests.examples.workbooks import FOLDER


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("luoyang")
    write(build(World(seed=2020)), folder)
    return folder


def test_the_same_seed_gives_the_committed_workbooks(made):
    committed = sorted(path.name for path in FOLDER.glob("*.xlsx"))
    assert committed == sorted(path.name for path in made.glob("*.xlsx"))
    for name in committed:
        before, after = (CalamineWorkbook.from_path(folder / name) for folder in (FOLDER, made))
        assert before.sheet_names == after.sheet_names
        for sheet in before.sheet_names:
            assert before.get_sheet_by_name(sheet).to_python() == after.get_sheet_by_name(sheet).to_python(), name


def test_every_workbook_says_first_that_it_is_synthetic():
    for path in FOLDER.glob("*.xlsx"):
        book = CalamineWorkbook.from_path(path)
        assert book.sheet_names[0] == "说明"
        text = str(book.get_sheet_by_index(0).to_python())
        assert "记录是合成的，地点是真实的" in text
        assert "the records are synthetic" in text
