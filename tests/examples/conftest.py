"""`rows(book, sheet)`: the rows of a committed workbook."""

from collections.abc import Callable

import pytest

from tests.examples.workbooks import Rows, rows_of


@pytest.fixture(scope="session")
def rows() -> Callable[[str, str], Rows]:
    return rows_of
