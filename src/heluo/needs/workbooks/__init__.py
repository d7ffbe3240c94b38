"""The workbooks of needs and of services: their sheets, and rows to records. Needs come first, judgements last."""

from heluo.base.exchange.loaders import Book
from heluo.needs.workbooks import evaluations, needs, services

BOOKS = (
    Book("needs", needs.TITLE, (needs.SHEET,), (needs.LOADER,)),
    Book("services", services.TITLE, (services.SHEET, *services.LINES), (services.LOADER, evaluations.LOADER)),
)
