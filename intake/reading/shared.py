"""What every reading process needs, loaded once by the server that they are forked from: they share it.

Importing this module is the loading: that server is told what to import, and nothing else
(multiprocessing.set_forkserver_preload).
"""

from __future__ import annotations

import pebble.pool.process
import PIL.Image
import PIL.ImageDraw
import PIL.ImageOps

import intake.reading.worker

__all__ = ["PIL", "intake", "pebble"]
