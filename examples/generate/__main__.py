"""Command line: write the workbooks of the demonstration."""

import argparse
from pathlib import Path

from examples.generate.world import World, build, write


def main() -> None:
    """Build the world from the seed and write its workbooks."""
    parser = argparse.ArgumentParser(prog="python -m examples.generate", description=__doc__)
    parser.add_argument("--seed", type=int, default=2020, help="the same seed gives the same workbooks")
    parser.add_argument("--out", type=Path, default=Path("examples/luoyang"), help="folder to write into")
    options = parser.parse_args()
    for path in write(build(World(seed=options.seed)), options.out):
        print(f"{path}  {path.stat().st_size / 1024:,.0f} KB")


if __name__ == "__main__":
    main()
