"""The words of Authentication-Results (RFC 8601 §2.2): names, values, comments and what parts them.

One pass from left to right. Comments nest and hold quoted pairs (RFC 5322 §3.2.2), a quoted string ends at
its own quote, and a value is read to its end or not at all.
"""

from __future__ import annotations

import re


class Broken(Exception):
    """What stands here is not what the grammar has here."""


_KEYWORD = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*")
# What a value holds without quotes: more than a token of RFC 2045, as relays write IPv6 and base64 bare.
_BARE = re.compile(r'[^\x00-\x20\x7f-\xa0\ufffd()<>@,;\\"]+')
_QUOTED = re.compile(r'"((?:[^"\\\x00-\x08\x0a-\x1f\x7f\ufffd]|\\[^\x00-\x08\x0a-\x1f\x7f\ufffd])*+)"')
_PAIR = re.compile(r"\\(.)", re.DOTALL)
_IN_COMMENT = re.compile(r'[^()\\"\ufffd]+')


class Reader:
    """A place in one header's text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    @property
    def ended(self) -> bool:
        """Whether nothing is left."""
        return self.at >= len(self.text)

    def peek(self) -> str:
        """The next character, '' at the end."""
        return self.text[self.at : self.at + 1]

    def skip(self) -> bool:
        """Pass blanks and comments (CFWS); whether there were any. Raises Broken for an open comment."""
        start = self.at
        while self.peek() in (" ", "\t", "("):
            if self.peek() == "(":
                self._comment()
            else:
                self.at += 1
        return self.at > start

    def take(self, character: str) -> None:
        """Pass `character`. Raises Broken when another one stands here."""
        if self.peek() != character or not character:
            raise Broken
        self.at += 1

    def keyword(self) -> str:
        """A word of letters, digits and hyphens, in lower case."""
        return self._match(_KEYWORD)[0].lower()

    def name(self) -> str:
        """The authserv-id: a bare word or a quoted string, whole."""
        self.skip()
        name = self.quoted() if self.peek() == '"' else self._match(_BARE)[0]
        if not self.ended and self.peek() not in " \t(;":
            raise Broken
        return name

    def quoted(self) -> str:
        """A quoted string without its quotes and escapes."""
        return _PAIR.sub(r"\1", self._match(_QUOTED)[1])

    def value(self) -> tuple[str | None, str]:
        """A value whole: the local part (None when no "@" stands in it) and what is behind it.

        A value all in quotes that holds an "@" is read as nothing: it may be an address or only its local
        part.
        """
        if self.peek() == "<":
            self.take("<")
            found = (None, "") if self.peek() == ">" else self._address()
            self.take(">")
        else:
            found = self._address()
        if not self.ended and self.peek() not in " \t(;":
            raise Broken
        return found

    def _address(self) -> tuple[str | None, str]:
        words: list[str] = []
        only_quoted = self.peek() == '"'
        while self.peek() != "@":
            if self.peek() == '"':
                if words and not words[-1].endswith("."):
                    raise Broken
                words.append(self.quoted())
            elif words and self.peek() != ".":
                break
            else:
                words.append(self._match(_BARE)[0])
                only_quoted = False
        local = "".join(words)
        if self.peek() != "@":
            return None, "" if only_quoted and "@" in local else local
        self.take("@")
        return local, self._match(_BARE)[0]

    def _match(self, pattern: re.Pattern[str]) -> re.Match[str]:
        found = pattern.match(self.text, self.at)
        if not found:
            raise Broken
        self.at = found.end()
        return found

    def _comment(self) -> None:
        # Quotes mean nothing in a comment; an odd one shows an address put there without its escapes.
        depth = quotes = 0
        while not self.ended:
            here = self.peek()
            if here == "(":
                depth += 1
                self.at += 1
            elif here == ")":
                depth -= 1
                self.at += 1
                if not depth and quotes % 2:
                    raise Broken
                if not depth:
                    return
            elif here == '"':
                quotes += 1
                self.at += 1
            elif here == "\\":
                self.at += 2
            else:
                self._match(_IN_COMMENT)
        raise Broken
