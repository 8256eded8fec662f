"""Run every module of bench/ that has a `run()` without arguments and print one table; names given are run
alone.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import sys
from collections.abc import Callable, Sequence
from typing import Any

import bench
from bench.rows import Row


def measurements(names: Sequence[str]) -> dict[str, Callable[[], list[Any]]]:
    """The `run` of each module, by name, in alphabetical order."""
    found = {}
    for module in pkgutil.iter_modules(bench.__path__):
        if module.name.startswith("_") or (names and module.name not in names):
            continue
        run = getattr(importlib.import_module(f"bench.{module.name}"), "run", None)
        # One that must be told something (an address, a corpus) is a command of its own.
        if run is not None and all(
            p.default is not p.empty for p in inspect.signature(run).parameters.values()
        ):
            found[module.name] = run
    return found


def main() -> int:
    chosen = measurements(sys.argv[1:])
    if not chosen:
        print(f"There is no such measurement; there are: {', '.join(measurements(()))}", file=sys.stderr)
        return 2
    for name, run in chosen.items():
        print(f"\n{name}")
        for row in run():
            if not isinstance(row, Row):  # a measurement with columns of its own
                print(f"  {row}", flush=True)
                continue
            against = f"{row.ratio_to[1]:.2f} × {row.ratio_to[0]}" if row.ratio_to else ""
            print(f"  {row.name:<52} {row.value:>12,.1f} {row.unit:<10} {against:<28} {row.note}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
