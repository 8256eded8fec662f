"""What somebody wrote is quoted up to an end: no letter grows with a message."""

from __future__ import annotations

from dataclasses import replace

from dispatch.letters.examples.samples import samples
from dispatch.letters.filters import MAX_TEXT
from dispatch.letters.render import Renderer
from dispatch.letters.segments import measure
from dispatch.notices.catalogue import CATALOGUE
from tests.rows import in_rows

RENDERER = Renderer(None)
#: Ten times what is shown, of words that no letter has.
WORDS = "zorglub " * (10 * MAX_TEXT // 8)
#: Texts that a letter may hold at most: a message, how the request began.
_QUOTES = 2


@in_rows("name", sorted(CATALOGUE))
def test_a_message_is_quoted_up_to_its_end_however_long_it_is(name: str) -> None:
    notice = CATALOGUE[name]
    view = next(iter(samples(notice, "fr")))
    long = replace(view, text=WORDS, opening=WORDS if view.opening else "")
    if view.request is not None:
        long = replace(long, request=replace(view.request, subject=WORDS))
    if notice.by_email:
        letter = RENDERER.email(long)
        assert letter.text.count("zorglub") <= _QUOTES * MAX_TEXT // 8 + 400
        assert letter.html.count("zorglub") <= _QUOTES * MAX_TEXT // 8 + 400
        assert len(letter.subject) <= 400
    if notice.by_text and notice.audience != "agent" and notice.name != "answer":
        assert measure(RENDERER.text(long)).count <= 4
