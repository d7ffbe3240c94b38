"""What is wrong with a form is said at one press, in the page's words and language and not in the browser's."""

from __future__ import annotations

import pytest

from tests.walks.people import Walks

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("language", "button", "said"),
    [
        ("zh-CN", "登记", ("有 6 处要改", "请选村、乡镇或县区。", "请填写。")),
        (
            "en-GB",
            "Register",
            ("6 things are not right yet", "Choose the village, town or county.", "This field is required."),
        ),
    ],
)
def test_an_empty_service_says_all_that_is_missing(
    walks: Walks, language: str, button: str, said: tuple[str, ...]
) -> None:
    walks.language = language
    specialist = walks.person("luoning.specialist")
    specialist.goes_to("/services/new/")
    for name in ("day", "starts", "ends"):
        specialist.page.fill(f"#id_{name}", "")
    specialist.clicks(button)
    specialist.sees(*said)
