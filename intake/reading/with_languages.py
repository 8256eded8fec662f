"""What every reading process shares that also tells languages apart: some 50 MB, once for all of them."""

from __future__ import annotations

from intake.reading import shared
from intake.words.language import warm_up

__all__ = ["shared"]

warm_up()
