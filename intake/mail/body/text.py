"""The body of a mail as text: which parts to read, in which charset, and how they join."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from intake.mail.body.html_text import html_lines
from intake.mail.reply.lines import Line
from intake.mail.wire.charsets import clean, decode
from intake.mail.wire.limits import DEFAULT, Limits

# « This message is in HTML, use another client », « voir la version en ligne ».
_ANNOUNCES_HTML = re.compile(
    r"\bhtml\b.{0,120}(?:client|viewer|reader|support|display|browser|navigateur|messagerie|logiciel)|"
    r"(?:client|viewer|reader|support|display|browser|navigateur|messagerie|logiciel).{0,120}\bhtml\b|"
    r"(?:view|read|see) (?:this|it).{0,40}(?:online|browser)|version en ligne|dans votre navigateur",
    re.IGNORECASE | re.DOTALL,
)
_MOST_LINES = 5_000
_WORD = re.compile(r"\w{2,40}")
_MANY_BLANK_LINES = re.compile(r"\n{4,}")
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s{0,5}=\s{0,5}[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1f\x7f]")


@dataclass(slots=True)
class Body:
    """What the body parts gave: the whole text, and the lines that the reply is looked for in."""

    text: str = ""
    lines: list[Line] = field(default_factory=list)
    #: Lines of the HTML version when `lines` are the plain version's: they may know more about quoting.
    html: list[Line] = field(default_factory=list)


def decode_text(data: bytes, charset: str, defects: list[str]) -> str:
    """A text part's bytes as text with \\n line ends; a wrong charset adds a defect. Linear in `data`."""
    text, defect = decode(data, charset)
    if defect and defect not in defects:
        defects.append(defect)
    return tidy_text(text)


def decode_html(data: bytes, charset: str, defects: list[str]) -> str:
    """As `decode_text`, with the charset that the HTML names itself when the part names none.

    Linear in `data`.
    """
    if not charset and (meta := _META_CHARSET.search(data[:4_000])):
        charset = meta[1].decode("ascii", "replace")
    text, defect = decode(data, charset)
    if defect and defect not in defects:
        defects.append(defect)
    return clean(text)


def tidy_text(text: str) -> str:
    """`text` with \\n line ends, no NUL, no other control characters. Linear in `text`."""
    return _CONTROL.sub("", clean(text).replace("\r\n", "\n").replace("\r", "\n"))


def unflow(text: str, delete_space: bool) -> str:
    """format=flowed undone (RFC 3676 §4): soft line breaks joined within one quote depth.

    Linear in `text`.
    """
    out: list[str] = []
    joining = False
    depth_before = 0
    for line in text.split("\n"):
        bare = line.lstrip(">")
        depth = len(line) - len(bare)
        content = bare.removeprefix(" ")
        if joining and depth == depth_before and content != "-- ":
            out[-1] += content
        else:
            prefix = ">" * depth + (" " if depth and content else "")
            out.append(prefix + content)
        joining = content.endswith(" ") and content != "-- "
        if joining and delete_space:
            out[-1] = out[-1][:-1]
        depth_before = depth
    return "\n".join(line if line.endswith("-- ") else line.rstrip(" ") for line in out)


def without_enrichment(text: str) -> str:
    """text/enriched (RFC 1896) without its commands. Linear in `text`."""
    return re.sub(r"<param>[^<]{0,500}</param>|</?[a-zA-Z-]{1,60}>", "", text).replace("<<", "<")


def undouble(text: str) -> str:
    """`text` without the empty line that some Outlook versions put after every line, empty ones included.

    Linear in `text`.
    """
    lines = text.split("\n")
    if len(lines) < 5 or any(lines[1::2]) or all(lines[0::2]):
        return text
    return "\n".join(lines[0::2])


def plain_lines(text: str) -> list[Line]:
    """A plain text as lines without hints; what is beyond the lines that people write is one last line.

    Linear in `text`.
    """
    return [Line(line) for line in text.split("\n", _MOST_LINES)]


def choose(plain: str, html: str, limits: Limits = DEFAULT) -> Body:
    """The body when a message says the same thing twice (multipart/alternative), or should.

    The plain version, unless it is empty or only a stub of the HTML one; both when they differ in substance.
    Linear in `plain`.
    """
    plain = undouble("\n".join(line.rstrip() for line in plain[: limits.text_chars].split("\n")).strip("\n"))
    if not html.strip() and plain.lstrip()[:20].casefold().startswith(("<html", "<!doctype html")):
        # HTML that says it is plain text, or says nothing.
        plain, html = "", plain
    marked = html_lines(html, limits.html_chars) if html.strip() else []
    flat = _joined(marked)[: limits.text_chars]
    if not plain.strip():
        return Body(flat, marked)
    if not flat.strip():
        return Body(plain, plain_lines(plain))
    plain_words = {word.casefold() for word in _WORD.findall(plain[:200_000])}
    html_words = {word.casefold() for word in _WORD.findall(flat[:200_000])}
    if plain.lstrip()[:200].casefold().startswith(("<html", "<!doctype", "<div", "<p>")):
        return Body(flat, marked)
    known = len(plain_words & html_words)
    if len(html_words) > len(plain_words) and len(plain_words) < 40 and _ANNOUNCES_HTML.search(plain):
        return Body(flat, marked)
    if (
        len(html_words) > 10
        and len(plain_words) < 0.35 * len(html_words)
        and _is_stub(plain, known, plain_words)
    ):
        return Body(flat, marked)
    if len(html_words) >= 3 and known < 0.3 * min(len(html_words), max(len(plain_words), 1)):
        both = f"{plain}\n\n{flat}"
        return Body(both[: limits.text_chars], plain_lines(both[: limits.text_chars]))
    return Body(plain, plain_lines(plain), marked)


def _is_stub(plain: str, known: int, plain_words: set[str]) -> bool:
    """Whether the plain version only begins the HTML one, or only says that there is one."""
    if len(plain_words) < 60 and re.search(
        r"\bhtml\b|view(?:er)? (?:this|it)|navigateur|browser|client de messagerie", plain.casefold()
    ):
        return True
    return known >= 0.6 * len(plain_words)


def _joined(lines: list[Line]) -> str:
    return "\n".join(line.text for line in lines)


def squeeze_blank_lines(text: str) -> str:
    """`text` without runs of more than two empty lines, nor empty lines at its ends. Linear in `text`."""
    return _MANY_BLANK_LINES.sub("\n\n\n", text).strip("\n")
