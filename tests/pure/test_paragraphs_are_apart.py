"""In the plain part of a letter an empty line parts what is said from what is quoted below it."""

from __future__ import annotations

import re

from dispatch.letters.render import PACKAGE_DIRECTORY

#: Words, then the end of a tag: the newline after it is not written, so that one empty line becomes none.
_ENDS_IN_A_TAG = re.compile(r".*[^%\s{].*[.?!:'’)»”\"}] ?\{% end\w+ %\}")


def test_a_paragraph_that_ends_in_a_tag_has_an_empty_line_after_it() -> None:
    bodies = sorted(PACKAGE_DIRECTORY.glob("*/email/*/body.txt"))
    assert len(bodies) > 100
    clings = []
    for body in bodies:
        lines = body.read_text("utf-8").split("\n")
        for at, (line, below, then) in enumerate(zip(lines, lines[1:], lines[2:], strict=False), 1):
            if _ENDS_IN_A_TAG.fullmatch(line) and not below and then and not then.startswith("{% e"):
                clings.append(f"{body.parent.name}:{at}: {line[-40:]}")
    assert clings == []
