"""HTML with a ceiling: what a tree is built from is well nested, not deep, and has few attributes.

Lexbor takes quadratic time on deep nesting (200,000 open divs: 166 s), on elements that are never ended, on
end tags of others, and on thousands of attributes in one tag.
So the tags are read once before, and written anew:

- each element is ended by its own tag, in the right order; end tags of elements that are not open are
  dropped;
- `<div/>` is open, as in every browser;
- tags nested deeper than any mail program nests them are dropped, and so are those after the 200,000th;
- of its attributes only those that are read later stay, each once and no longer than 2,000 characters;
- elements of style (<b>, <font>) become <span>: a browser opens them again in every block they were left open
  in.

One pass: each character is looked at by a fixed number of patterns,
each of which ends within 8,000 characters.
"""

from __future__ import annotations

import re
from collections import Counter

_MAX_DEPTH = 200
_MOST_TAGS = 200_000
_LONGEST_TAG = 8_000
# Below this a document is given to the parser as it is: neither depth nor attributes can cost anything.
_SMALL_CHARS, _SMALL_TAGS = 20_000, 150

# tag        = "<" ["/"] name *400( unquoted / quoted ); it ends at ">", or where the next "<" begins
# unquoted   = 1*any but quotation marks, "<" and ">"
# quoted     = quotation mark *4000 any, the same quotation mark
# Possessive throughout: what was read is never tried another way.
_TAG = re.compile(
    r"<(/?)([a-zA-Z][a-zA-Z0-9:_-]{0,30}+)((?>[^<>\"']++|\"[^\"]{0,4000}+\"|'[^']{0,4000}+'){0,400}+)"
)
# attribute  = name of 1*40, "=", quoted / unquoted value
_ATTRIBUTE = re.compile(
    r"(?<![^\s\"'/])([a-zA-Z-]{1,40}+)\s{0,20}+(?:=\s{0,20}+(\"[^\"]*+\"|'[^']*+'|[^\s\"'<>]*+))?"
)
_READ = frozenset({"id", "class", "name", "style", "type", "cite", "href", "data-marker"})
_LONGEST_VALUE = 2_000

VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr".split()  # noqa: SIM905
)
#: Their content is no HTML and never shown: dropped with them.
_UNREAD = frozenset({"script", "style", "title", "iframe", "noframes", "noembed"})
#: They change how all that follows is read; their content is text like any other.
_DROPPED = frozenset({"textarea", "plaintext", "xmp", "listing", "frameset", "math"})
_STYLE = frozenset("b big code em font i nobr s small strike strong tt u".split())  # noqa: SIM905
#: End tags of other elements do not reach out of these (HTML §13.2.4.2, "in scope").
_BARRIERS = frozenset({"table", "td", "th", "caption"})
_TABLE = frozenset({*_BARRIERS, "tr", "tbody", "thead", "tfoot"})
#: What a start tag ends when it is open among the three innermost elements.
_ENDED_BY = {
    "p": {"p"},
    "li": {"li", "p"},
    "dt": {"dt", "dd", "p"},
    "dd": {"dt", "dd", "p"},
    "tr": {"tr", "td", "th", "p"},
    "td": {"td", "th", "p"},
    "th": {"td", "th", "p"},
    "option": {"option"},
    **{name: {"p"} for name in ("div", "blockquote", "ul", "ol", "table", "h1", "h2", "h3", "pre", "hr")},
}


def under_ceiling(html: str) -> str:
    """`html` rewritten so that any parser takes linear time for it. Never fails. Linear in `html`."""
    if len(html) <= _SMALL_CHARS and html.count("<") <= _SMALL_TAGS:
        return html
    writer = _Writer()
    at = 0
    tags = 0
    while (start := html.find("<", at)) >= 0:
        writer.out.append(html[at:start])
        following = html[start + 1 : start + 2]
        if following in {"!", "?"}:
            at = _after_comment(html, start)
            continue
        tag = _TAG.match(html, start, start + _LONGEST_TAG)
        if tag is None:
            # A lone "<" is text.
            writer.out.append("&lt;")
            at = start + 1
            continue
        tags += 1
        at = _end_of(html, tag)
        name = tag[2].lower()
        if not tag[1] and name in _UNREAD:
            at = _after_unread(html, name, at)
        elif tags > _MOST_TAGS:
            writer.out.append(" ")
        elif tag[1]:
            writer.end(name)
        else:
            writer.start(name, tag[3])
    writer.out.append(html[at:])
    writer.end_all()
    return "".join(writer.out)


def _end_of(html: str, tag: re.Match[str]) -> int:
    """Where reading goes on behind a tag.

    One left open ends where another begins. One that breaks off for another reason (a quotation mark that is
    never closed, no end within 8,000 characters) is left out up to the next ">"; a mark scanned in vain is
    not scanned again, because the next of its kind is at least 4,000 characters away.
    """
    end = tag.end()
    if html.startswith(">", end):
        return end + 1
    if html.startswith("<", end):
        return end
    closed = html.find(">", end)
    return closed + 1 if closed >= 0 else len(html)


def _after_comment(html: str, start: int) -> int:
    """Where a comment, a declaration or a processing instruction ends; the end of all when it is never
    closed.
    """
    if html.startswith("<!--", start):
        closed = html.find("-->", start + 4)
        return closed + 3 if closed >= 0 else len(html)
    closed = html.find(">", start)
    return closed + 1 if closed >= 0 else len(html)


def _after_unread(html: str, name: str, at: int) -> int:
    """Where the end tag of `name` begins, which is then dropped as one that ends nothing; all when there is
    none.
    """
    found = re.compile(f"</{name}", re.IGNORECASE).search(html, at)
    return found.start() if found else len(html)


class _Writer:
    """Writes tags so that what is open is always ended in order; steps per tag do not grow with the
    document.
    """

    def __init__(self) -> None:
        self.out: list[str] = []
        #: Open elements, as (name as read, name as written), outermost first.
        self._open: list[tuple[str, str]] = []
        #: How often a name is open, in all and within the innermost barrier.
        self._all: Counter[str] = Counter()
        self._scopes: list[Counter[str]] = [Counter()]

    def start(self, name: str, attributes: str) -> None:
        if name in _DROPPED:
            self.out.append(" ")
            return
        if name == "a":
            self.end("a")
        elif name in _ENDED_BY:
            self._end_implied(_ENDED_BY[name])
        if name in VOID:
            self.out.append(f"<{name}{_kept(attributes)}>")
            return
        if len(self._open) >= _MAX_DEPTH:
            self.out.append(" ")
            return
        written = "span" if name in _STYLE else name
        self.out.append(f"<{written}{_kept(attributes)}>")
        self._open.append((name, written))
        self._all[name] += 1
        if name in _BARRIERS:
            self._scopes.append(Counter())
        else:
            self._scopes[-1][name] += 1

    def end(self, name: str) -> None:
        """End `name` and what is open inside it; nothing when it is not open here."""
        is_open = self._all[name] if name in _TABLE else self._scopes[-1][name]
        if not is_open:
            return
        while self._pop() != name:
            pass

    def end_all(self) -> None:
        while self._open:
            self._pop()

    def _end_implied(self, names: set[str]) -> None:
        for depth, (name, _) in enumerate(reversed(self._open[-3:])):
            if name in names:
                for _ in range(depth + 1):
                    self._pop()
                return
            if name in _BARRIERS or name in {"ul", "ol", "div", "blockquote"}:
                return

    def _pop(self) -> str:
        name, written = self._open.pop()
        self.out.append(f"</{written}>")
        self._all[name] -= 1
        if name in _BARRIERS:
            self._scopes.pop()
        else:
            self._scopes[-1][name] -= 1
        return name


def _kept(attributes: str) -> str:
    """Of a tag's attributes those that are read later, the first of each name."""
    if not attributes or attributes.isspace():
        return ""
    found: dict[str, str] = {}
    for name, value in _ATTRIBUTE.findall(attributes):
        lower = name.lower()
        if lower in _READ and lower not in found:
            bare = value[1:-1] if value[:1] in {'"', "'"} else value
            found[lower] = bare[:_LONGEST_VALUE].replace('"', "&quot;")
    return "".join(f' {name}="{value}"' for name, value in found.items())
