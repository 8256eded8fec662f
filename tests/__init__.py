"""Tests against real parts. Byte code is written down whatever the environment says: a run starts hundreds of
processes, and each would compile the whole program anew.
"""

from __future__ import annotations

import os
import sys

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
