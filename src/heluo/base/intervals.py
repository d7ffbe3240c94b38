"""How sure a share is that was counted from few rows."""

from math import sqrt

_Z_95 = 1.959963984540054


def interval_of_share(part: int, whole: int) -> tuple[int, int] | None:
    """The 95 % interval of `part` in `whole`, in percent (Wilson 1927, without continuity correction).

    None without rows.
    """
    if not whole:
        return None
    share = part / whole
    middle = share + _Z_95 * _Z_95 / (2 * whole)
    reach = _Z_95 * sqrt(share * (1 - share) / whole + _Z_95 * _Z_95 / (4 * whole * whole))
    scale = 100 / (1 + _Z_95 * _Z_95 / whole)
    return round(scale * (middle - reach)), round(scale * (middle + reach))
