"""Which requests a list shows: its filter, as it stands in the address and nowhere else (pure)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, get_args
from urllib.parse import urlencode

from dispatch.queries.request_conditions import Fact, Origin
from models.folding import slug
from models.vocabulary import Channel

Order = Literal["echeance", "recentes", "anciennes", "priorite", "trouvees"]
ORDERS: tuple[Order, ...] = get_args(Order)
#: Groups of states that every workflow has; any other word is the key of one.
GROUPS = ("ouvertes", "closes", "toutes")
MINE, NOBODY = "moi", "personne"
#: In place of a key: requests that have no service, building, type or quarter. No key begins so.
NONE = "-"
#: What may be asked of a request by name; what was erased stands in no list.
FACTS = tuple(each.value for each in Fact if each is not Fact.ERASED)
MOST_PAGES = 200
_LONGEST = 200
#: Characters that no key and no word holds; PostgreSQL takes no NUL at all.
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A filter. '' leaves all; parts of the organisation go by their keys."""

    state: str = "ouvertes"
    service: str = ""
    #: An agent's key, `moi` or `personne`.
    holder: str = ""
    building: str = ""
    late: bool = False
    unanswered: bool = False
    words: str = ""
    order: Order = "echeance"
    page: int = 1
    kind: str = ""
    quarter: str = ""
    channel: str = ""
    origin: str = ""
    #: One of FACTS.
    fact: str = ""
    #: A tag, as rules write theirs.
    tag: str = ""
    #: First and last day of receipt, on the clock of the town.
    since: date | None = None
    until: date | None = None

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Wanted:
        """The filter of an address; what it does not understand it leaves out."""
        page = query.get("page", "")
        order = query.get("tri", "")
        found = next((each for each in ORDERS if each == order), None)
        state = _key(query, "etat") or "ouvertes"
        words = " ".join(CONTROLS.sub(" ", query.get("q", "")[:_LONGEST]).split())
        return cls(
            state=state,
            service=_key(query, "service"),
            holder=_key(query, "a"),
            building=_key(query, "lieu"),
            kind=_key(query, "type"),
            quarter=_key(query, "quartier", 80),
            channel=_one_of(query, "canal", tuple(Channel)),
            origin=_one_of(query, "origine", tuple(Origin)),
            fact=_one_of(query, "fait", FACTS),
            tag=slug(_key(query, "etiquette"))[:64],
            since=_day(query, "du"),
            until=_day(query, "au"),
            late=query.get("retard", "") == "1",
            unanswered=query.get("reponse", "") == "1",
            words=words,
            order=found or _usual_order(state, words),
            page=min(max(int(page), 1), MOST_PAGES)
            if page.isascii() and page.isdecimal() and len(page) < 6
            else 1,
        )

    @property
    def address(self) -> str:
        """`?etat=…`: the filter as its address; what is as usual is left out."""
        usual = _usual_order(self.state, self.words)
        parts = {
            "etat": self.state if self.state != "ouvertes" else "",
            "service": self.service,
            "a": self.holder,
            "lieu": self.building,
            "type": self.kind,
            "quartier": self.quarter,
            "canal": self.channel,
            "origine": self.origin,
            "fait": self.fact,
            "etiquette": self.tag,
            "du": self.since.isoformat() if self.since else "",
            "au": self.until.isoformat() if self.until else "",
            "retard": "1" if self.late else "",
            "reponse": "1" if self.unanswered else "",
            "q": self.words,
            "tri": self.order if self.order != usual else "",
            "page": str(self.page) if self.page > 1 else "",
        }
        given = urlencode({name: value for name, value in parts.items() if value})
        return f"?{given}" if given else ""

    @property
    def full_address(self) -> str:
        """`address`, which names the usual state rather than nothing: the bare list opens as one chose."""
        return self.address or f"?etat={self.state}"

    def on_page(self, page: int) -> Wanted:
        return replace(self, page=page)

    @property
    def is_detailed(self) -> bool:
        """Whether anything is chosen that few ask for: the form shows it then."""
        few = (
            self.kind,
            self.quarter,
            self.channel,
            self.origin,
            self.fact,
            self.tag,
            self.since,
            self.until,
        )
        return any(few)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the order and the page was chosen."""
        return replace(self, page=1, order="echeance") != Wanted()


def _key(query: Mapping[str, str], name: str, longest: int = 64) -> str:
    return CONTROLS.sub("", query.get(name, "")[:longest])


def _one_of(query: Mapping[str, str], name: str, known: tuple[str, ...]) -> str:
    return next((str(each) for each in known if each == query.get(name)), "")


def _day(query: Mapping[str, str], name: str) -> date | None:
    return read_day(query.get(name, ""))


def read_day(written: str) -> date | None:
    """`2026-11-30`, as browsers send days; None for what is none, or of another age."""
    try:
        found = date.fromisoformat(written) if len(written) == 10 and written.isascii() else None
    except ValueError:
        return None
    return found if found is not None and 1970 <= found.year < 2200 else None


def _usual_order(state: str, words: str) -> Order:
    """Of a list whose order nobody chose. What was sought comes open first, then newest."""
    if words:
        return "trouvees"
    return "recentes" if state in ("closes", "toutes") else "echeance"
