"""``heluo`` and ``python -m heluo``."""

from __future__ import annotations

import sys

from heluo.cli.frame import main

if __name__ == "__main__":
    sys.exit(main())
