"""The names of addresses are written as the addresses themselves are."""

import re

from tests.web.addresses import addresses


def test_names_of_addresses_have_hyphens():
    names = [name for name, address in addresses().items() if not address.route.startswith("api/")]
    assert [name for name in names if not re.fullmatch(r"([a-z]+:)?[a-z]+(-[a-z]+)*", name)] == []
