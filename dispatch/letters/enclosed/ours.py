"""Letters of ours among the files that would leave: each holds what answers in its reader's name."""

from __future__ import annotations

import re

#: What a letter of ours bears in its head, or at its foot: `Message-ID: <guichet.42.abcdefgh@ville.test>`,
#: `X-Guichet-Loop`. Whether the proof in it is true does not matter: nobody writes such a word by chance.
_MARK = re.compile(
    rb"(?<![a-z0-9.])guichet\.[0-9]{1,15}\.[a-km-np-z2-9]{8}(?![a-z0-9])|^x-guichet-loop:",
    re.IGNORECASE | re.MULTILINE,
)
#: Where a line of quoted-printable goes on (RFC 2045, 6.7).
_SOFT_BREAK = re.compile(rb"=[ \t]{0,8}\r?\n")


def is_letter_of_ours(content: bytes) -> bool:
    """Whether a file is a letter that we sent, or holds one: a message kept as a file (`.eml`, `.msg`), the
    text or page of one. Compressed files are not looked into.

    Linear in `content`.
    """
    # UTF-16, as Outlook keeps messages, is ASCII with a zero after each character.
    read = content.replace(b"\0", b"")
    return _MARK.search(read) is not None or _MARK.search(_SOFT_BREAK.sub(b"", read)) is not None
