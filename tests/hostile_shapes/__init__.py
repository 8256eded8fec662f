"""Hostile inputs that grow: what readers are fed at n, 2n and 4n to see that their work grows no faster.

A unit is a short text that is repeated; a shape is a whole mail made for a size. Modules by what they aim at:
`headers` and `files` (addresses, parameters, subjects, containers), `bodies` (HTML, flowed text, quotes) and
`reports` (bounces in prose and by machine), `words` (what readers of words look for). A new module is found by itself when it has `UNITS` or `SHAPES`.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable

#: A mail for a size: `make(n)` has about n of what is hostile in it.
Make = Callable[[int], bytes]


def units() -> list[str]:
    """Every text to repeat, each once."""
    found = [unit for module in _modules() for unit in getattr(module, "UNITS", ())]
    return list(dict.fromkeys(found))


def shapes() -> dict[str, Make]:
    """Every mail that grows, by name."""
    return {name: make for module in _modules() for name, make in getattr(module, "SHAPES", {}).items()}


def _modules() -> list[object]:
    return [importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
