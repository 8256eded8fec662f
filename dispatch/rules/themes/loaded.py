"""The library of themes, compiled once by the server of the reading processes: they share it.

Importing this module is the loading: that server is told what to import, and nothing else.
"""

from __future__ import annotations

from dispatch.rules.themes import library

__all__ = ["library"]

library()
