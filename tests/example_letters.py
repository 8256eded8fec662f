"""The example letters of every notice, written once a process: several tests look at what the same ones say."""

from __future__ import annotations

from functools import cache

from dispatch.letters.examples.samples import samples
from dispatch.letters.render import Rendered, Renderer
from dispatch.letters.view import NoticeView
from dispatch.notices.catalogue import CATALOGUE

RENDERER = Renderer()


@cache
def examples(name: str, locale: str) -> tuple[NoticeView, ...]:
    """What the letters of a notice are written from, in one language."""
    return tuple(samples(CATALOGUE[name], locale))


@cache
def written(name: str, locale: str, at: int) -> Rendered:
    """The letter of the example at a place of `examples`."""
    return RENDERER.email(examples(name, locale)[at])
