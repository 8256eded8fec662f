"""Pictures written into HTML itself (`data:` addresses, RFC 2397) become files."""

from __future__ import annotations

import base64
import binascii
import re
from urllib.parse import unquote_to_bytes

_DATA_IMAGE = re.compile(
    r"""<img[^>]{0,500}?\ssrc\s{0,3}=\s{0,3}["']data:(image/[a-z+.-]{1,30})((?:;[a-z0-9=-]{1,40}){0,4}),([^"']{16,})["']""",
    re.IGNORECASE,
)


def take_pictures(html: str) -> tuple[str, list[tuple[bytes, str]]]:
    """The HTML without its `data:` pictures, and they as (bytes, declared type). Linear in `html`."""
    if "data:image" not in html:
        return html, []
    found: list[tuple[bytes, str]] = []
    for match in _DATA_IMAGE.finditer(html):
        raw = unquote_to_bytes(match[3])
        try:
            is_base64 = "base64" in match[2].casefold()
            content = base64.b64decode(b"".join(raw.split()) + b"==") if is_base64 else raw
        except (binascii.Error, ValueError):
            continue
        found.append((content, match[1].casefold()))
    return _DATA_IMAGE.sub("<img", html), found
