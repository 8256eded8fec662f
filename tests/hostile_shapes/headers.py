"""Addresses, parameters, subjects, ids and dates that were made to be read again and again."""

from __future__ import annotations

from tests.hostile_shapes import Make

_HEAD = b"From: jeanne@example.org\r\nMessage-ID: <1@example.org>\r\n"
_END = b"\r\n\r\nBonjour"

UNITS = (
    '"',
    '\\"',
    '"\\',
    '" "',
    "(",
    ")",
    "(()",
    "<",
    ">",
    "<a",
    "<>",
    "<a@b",
    "<a@b>",
    ",",
    ",<",
    "a,",
    ";",
    ":",
    "@",
    "@:",
    "a@:",
    ":@b",
    "a@b",
    "a@b,",
    "a@b ",
    "a.",
    "mailto:",
    "mailto:a@",
    "=?",
    "=?utf-8?Q?",
    "=?utf-8?Q?=?",
    "=?utf-8?B?",
    "=?utf-8?Q?a?=",
    "=?utf-8?Q?a?= ",
    "=?utf-8?Q?a?= =?iso-8859-1?Q?b?=\t",
    "=?x",
    "?=",
    " ",
    "\t",
    "\n",
    "\r\n ",
    " \r\n",
    "a",
    "-",
    "a-",
    "'",
    "''",
    "%41",
    "=",
    "=;",
    "a=",
    "a=;",
    'a="',
    'a="\\";',
    "a*0=x;",
    "a*0*=''%41;",
    "*",
    "/",
    "\\",
    "«",
    "[",
    "[a]",
    "Re:",
    "Re: ",
    "re",
    "tr ",
    "[EXT]",
    "**spam** ",
    "\xa0",
    "<a@b> ",
    "1 janv. 2026 ",
    "1 ",
    "+0100",
    "é",
    "\x00",
    "\ud800",
    "\u0301\u0316",
)


def _in(field: bytes, unit: bytes, times: int = 1) -> Make:
    """`times` fields of that name, each of n units."""
    return lambda n: _HEAD + (b"\r\n" + field + b": ").join([b"X-Begin: x"] + [unit * n] * times) + _END


SHAPES: dict[str, Make] = {
    f"{field.decode()} of {unit.decode()!r}{' in five fields' if times > 1 else ''}": _in(field, unit, times)
    for field, times, given in (
        (b"To", 1, (b'"\\"', b"a@:", b"mailto:", b"=?utf-8?Q?", b'"', b"(", b"<", b"a, <", b"a@b,")),
        (b"To", 5, (b'"\\"', b"a@:", b"mailto:", b"=?utf-8?Q?", b'"')),
        (b"From", 5, (b'"', b'"\\"', b"mailto:", b":")),
        (b"Delivered-To", 5, (b'"\\"', b"a@:")),
        (b"Subject", 1, (b"=?utf-8?Q?", b"=?utf-8?Q?=?utf-8?Q?a?=", b"=?a?Q?b", b" ", b"Re: ", b"[a] ")),
        (b"Content-Type", 1, (b';a="\\"', b';a="', b"; a=", b"; a*1*=x", b"(", b'"')),
        (b"Content-Type", 1, (b";a==?utf-8?Q?b?=", b"=?utf-8?Q?;a=b?=", b'\\"')),
        (b"Content-Disposition", 1, (b';filename="\\"', b"; filename*0*=''%41", b";filename==?utf-8?Q?")),
        (b"Content-Transfer-Encoding", 1, (b";", b'"', b"base64")),
        (b"References", 1, (b"<a@b>", b"<", b"=?utf-8?Q?<a@b", b"a@b,")),
        (b"Date", 1, (b"(", b"1 ", b"1 janv. ")),
        (b"Received", 3, (b"from a by b for <a@b>; ", b"(", b"for <", b"; ")),
        (b"Authentication-Results", 5, (b"a;", b"(", b"dkim=pass ")),
        (b"X-Spam-Report", 1, (b"=?utf-8?Q?", b"\t")),
    )
    for unit in given
}
