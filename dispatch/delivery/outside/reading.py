"""What a server answers by Open311, XML or JSON, as plain dictionaries (pure). It is somebody else's: nothing
in it is believed to be of any shape.
"""

from __future__ import annotations

import json
from typing import Any
from xml.parsers import expat

from models.errors import InvalidValue

#: Elements within one another, items of a list, fields of one, characters of a value.
_DEEPEST, _MOST, _FIELDS, _LONGEST = 12, 1_000, 60, 20_000
#: What the items of each list are called in XML; JSON has the bare list.
_ITEMS = frozenset({"request", "request_update", "service", "attribute", "error", "endpoint"})

#: What a list is called that may be empty; a service that wants to know nothing has a definition, too.
_LISTS = frozenset(
    {"service_requests", "requests", "service_request_updates", "services", "service_definition", "errors"}
)

#: One request, update or error: names and texts.
Item = dict[str, str]


def read_items(body: bytes) -> list[Item]:
    """The items of an answer, of XML when it begins with `<`, else of JSON; what is nested within one is left
    out. Raises InvalidValue when it cannot be read. Linear in `body`.
    """
    start = body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    return _from_xml(body) if start == b"<" else _from_json(body)


def _from_json(body: bytes) -> list[Item]:
    try:
        content = json.loads(body)
    except (ValueError, RecursionError) as wrong:
        raise InvalidValue("The answer is neither XML nor JSON.") from wrong
    if isinstance(content, dict):
        # Some servers give one item bare, or keep the outer name.
        inner = [each for each in content.values() if isinstance(each, list)]
        content = inner[0] if len(content) == 1 and inner else [content]
    if not isinstance(content, list) or not all(isinstance(each, dict) and each for each in content):
        raise InvalidValue("The answer holds no list.")
    return [_plain(each) for each in content[:_MOST]]


def _plain(item: dict[Any, Any]) -> Item:
    found: Item = {}
    for name, value in list(item.items())[:_FIELDS]:
        if isinstance(value, bool):
            found[str(name)] = "true" if value else "false"
        elif isinstance(value, (str, int, float)):
            found[str(name)] = clean(str(value))
    return found


def _from_xml(body: bytes) -> list[Item]:
    reader = _XmlReader()
    parser = expat.ParserCreate()
    # No answer needs a document type; with none there are no entities to swell and none to fetch.
    parser.StartDoctypeDeclHandler = reader.refuse
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.buffer_text = True
    try:
        parser.Parse(body, True)
    except (expat.ExpatError, LookupError, ValueError) as wrong:
        raise InvalidValue("The answer is no XML that can be read.") from wrong
    if not reader.items and reader.root not in _LISTS:
        # An empty list says that nothing is there; anything else says nothing.
        raise InvalidValue("The answer holds no list.")
    return reader.items


class _XmlReader:
    def __init__(self) -> None:
        self.items: list[Item] = []
        self.root = ""
        self._path: list[str] = []
        self._at: int | None = None
        self._words: list[str] = []

    def refuse(self, *_: object) -> None:
        raise ValueError("a document type")

    def start(self, name: str, _attributes: object) -> None:
        self.root = self.root or name
        self._path.append(name)
        if len(self._path) > _DEEPEST:
            raise ValueError("too deep")
        if self._at is None and name in _ITEMS and len(self.items) < _MOST:
            self._at = len(self._path)
            self.items.append({})
        self._words = []

    def text(self, words: str) -> None:
        self._words.append(words)

    def end(self, name: str) -> None:
        depth = len(self._path)
        self._path.pop()
        if self._at is not None:
            item = self.items[-1]
            if depth == self._at + 1 and name not in item and len(item) < _FIELDS:
                item[name] = clean("".join(self._words))
            elif depth == self._at:
                self._at = None
        self._words = []


def clean(text: str) -> str:
    """A text of somebody else as we keep it: bounded, with our line ends and no other control characters, nor
    half of one. Linear in `text`.
    """
    whole = text[:_LONGEST].replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(c for c in whole if c in "\n\u00a0\u202f" or c.isprintable()).strip()
