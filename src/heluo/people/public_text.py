"""What somebody wrote, as everybody may read it."""

from heluo.base import clock
from heluo.people import id_number, telephone


def public_text(text: str) -> str:
    """The text without the telephone and identity numbers that stand in it."""
    return telephone.masked_in(id_number.masked_in(text, today=clock.today()))
