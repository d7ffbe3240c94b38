"""The workbooks of organisations, specialists, their bodies, and households: their sheets, and rows to records."""

from heluo.people.workbooks.households import BOOK as HOUSEHOLDS_BOOK
from heluo.people.workbooks.organisations import BOOK as ORGANISATIONS_BOOK
from heluo.people.workbooks.specialists import BOOK as SPECIALISTS_BOOK
from heluo.people.workbooks.teams import BOOK as TEAMS_BOOK

BOOKS = (ORGANISATIONS_BOOK, SPECIALISTS_BOOK, TEAMS_BOOK, HOUSEHOLDS_BOOK)
