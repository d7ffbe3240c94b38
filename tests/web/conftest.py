"""What the tests of the whole site share."""

from tests.web.world import world

__all__ = ["world"]
