"""Make the virtual environment find this checkout: ``import heluo`` and the command ``heluo``.

It takes no build step and no download, unlike ``pip install -e .``, and changes nothing outside the environment.
"""

from __future__ import annotations

import sys
import sysconfig
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]

COMMAND = """\
#!{python}
import sys
from heluo.__main__ import main

sys.exit(main())
"""


def link() -> None:
    (Path(sysconfig.get_path("purelib")) / "heluo.pth").write_text(f"{CHECKOUT / 'src'}\n", encoding="utf-8")
    command = Path(sysconfig.get_path("scripts")) / "heluo"
    command.write_text(COMMAND.format(python=sys.executable), encoding="utf-8")
    command.chmod(0o755)


if __name__ == "__main__":
    if sys.prefix == sys.base_prefix:
        sys.exit("Run this with the Python of a virtual environment.")
    link()
