"""The clauses that a sentence of an order may be made of, as patterns of parts.

`acts` are what they order; `support` says something that goes with an order and orders nothing itself.
A clause kind is written once, here: to teach the grammar a way of speaking, add a pattern; to teach it a
word, add the word to intake/words/lexicon.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from intake.words.orders.grammar.beside import SUPPORT
from intake.words.orders.grammar.endings import ENDS
from intake.words.orders.grammar.patterns import Pattern
from intake.words.orders.grammar.pieces import (
    ALONG,
    ANY,
    BY,
    CREW,
    DAY,
    DAY_OR_TODAY,
    DONE_TO,
    GROWN,
    NOUN,
    NOW,
    SITE,
    SOON,
    SPOT,
    SURE,
    TAIL,
    TODAY,
    US,
    WHAT,
    WHERE,
    WHY,
    WILL,
    WORK,
)

#: Every order there is, by what it says.
ACTS: dict[str, tuple[str, ...]] = {
    **ENDS,
    "take": (
        f"TAKE THIS? (ABOUT THIS)? HAND? {SOON} THANKS?",
        f"TAKE DET? WORK HAND? {SOON}",
        f"TAKE THIS? {SOON} ONSITE {SOON}",
        f"IT? TAKEN {NOW} {BY}",
        f"(TAKE|TAKEN) (ABOUT THIS)? {SOON} ADDRESSEE",
        f"RELAY (OF (AGENT|CAP+))? (ABOUT THIS)? {SOON}",
        f"RELAY (AGENT|CAP) (ABOUT THIS)? {SOON}",
        "ACCEPT",
        f"LETME SEP? TAKE THIS? {SOON}",
        f"(IT|DET? WORK COP?)? UNDERWAY WORK {NOW} {BY}",
        f"TAKEN {NOW} DET? SERVICE (SEP NAME)?",
        f"TAKEN {NOW} PAR? TEAM (OF DET?)? (SERVICE|OPEN|THING|WORK|PLACE|NUM) {NOW}",
        f"{WORK} COP? TAKEN {NOW} {BY} {NOW}",
        f"THIS COP? TAKEN {NOW} {BY}",
        f"TAKE (THIS|DET? WORK)? {SOON} {ALONG} {SOON}",
        f"(PATROL|MACHINE|STANDBY) COP? ONTHEWAY {SITE}",
        f"OURTEAM (OF DET? SERVICE)? (TAKES (THIS|DET? WORK)? HAND (THIS|DET? WORK)?|HANDLESIT) {NOW}",
        f"DET SERVICE (TAKES (THIS|DET? WORK)? HAND (THIS|DET? WORK)?) {NOW}",
        f"TAKE DET? WORK {SOON} {SPOT} {SOON}",
        f"TAKEABOUT (OF? THIS|OF DET? WORK|OF DET? (THING|JUNK|PAPER) {TAIL}) {SOON} THANKS?",
        f"{WORK} COP? INHAND {NOW} {BY}",
        f"(DET? NEEDFUL|WEDO NEEDFUL) (COP? TAKEN)? {NOW}",
        f"SENDOFF {SITE}",
        f"SENDS (DETI|DET|NUM) (TEAM|PATROL|MACHINE) {SITE}",
        f"GOSEE THIS? {SPOT} {SOON}",
        f"WILLSEE THIS? ({WHERE}|CHEZ PERSON|NOW|TIME|MOMENT|TODAY|{ALONG}) {SPOT} {SOON}",
        f"(DETI|DET)? (TEAM|PATROL|MACHINE) COP? SENT {SITE}",
        f"CALLING {SOON}",
        f"CONTACTING (DET? PERSON|PERSONS|DOER|CIVIL (NAME|CAP)+) {SOON}",
        f"ITSOURS {SOON}",
        f"TAKEN OF? THIS {NOW} {BY}",
        f"STARTED PAST {BY}",
        "(WEGO|GOING) RIGHTAWAY",
        f"({US}|DETI? TEAM) INTERVENES RIGHTNOW {SITE}",
    ),
    "plan": (
        f"WEGO (ABOUT PERSON|WITH PERSON)? {DAY}",
        f"PUTPLAN THIS? ATDATE* {DAY}",
        f"WEHAVE PLAN (THIS|DET? (WORK|VISIT|LABOUR) (OF DET? {WHAT})?) SEP? {DAY} {CREW} {SPOT}",
        f"(DET? (WORK|VISIT))? (OF (AGENT|SERVICE|DET? {WHAT}))? COP? PLAN SEP? {DAY} {CREW} {SPOT} {CREW}",
        f"DET? (WORK|VISIT) (OF (AGENT|SERVICE|DET? {WHAT}))? COP? AGREED SEP? {DAY} {CREW} {SPOT} {CREW}",
        f"AGREED ATDATE {DAY} {CREW} {SPOT}",
        f"IT PLAN {DAY} {CREW} {SPOT}",
        f"({WORK}|IT)? (WILLDO|{WILL}) {SPOT} {DAY} {CREW} {SPOT}",
        f"(PRON|{US}|DOER) (FUT|FUTEND) ({DONE_TO}|THIS|DET WORK)? {SPOT} {DAY} {CREW}",
        f"PRON COME (THIS|{DONE_TO})? {DAY}",
        f"PRON CLIT? PRES ({DONE_TO})? {SPOT} {DAY} {CREW}",
        f"{DAY} SEP? PRON CLIT? PRES ({DONE_TO})?",
        f"DET? GEAR COP? GEARED ATDATE* {DAY}",
        f"PUTDAY SEP? {DAY} {CREW} {SPOT}",
        f"SETFOR ATDATE {DAY} {CREW} {SPOT}",
        f"PRON (PRESCLEAR|FUTCLEAR) DET {GROWN} {SPOT} {DAY} {CREW}",
        f"PRON CLIT (PRESCLEAR|FUTCLEAR) {SPOT} {DAY} {CREW}",
        f"{US} FUTCLEAR DET {GROWN} {SPOT} {DAY}",
        f"(DET? (WORK|VISIT))? (OF (DET? {WHAT}))? COP? PLAN {DAY} {BY}",
        f"({WORK}|DET? (VISIT|WORK|PATROL) (OF DET? {WHAT})?) TAKESPLACE {SPOT} {DAY} {CREW} {SPOT}",
        f"(DET? (WORK|VISIT) (OF (AGENT|SERVICE|DET? {WHAT}))? COP? AGREED|(DET? (WORK|VISIT))? COP? PLAN) SEP? {DAY} {WHY}",
        f"DET? (WORK|VISIT) {SPOT} {DAY}",
        f"DET? WORK COP? ONBOARD ATDATE* {DAY}",
        f"DET? PATROL {TAIL} (OF (AGENT|SERVICE|DET? {WHAT}))? {DAY} {SPOT}",
        f"(DET? VISIT|DET? DAYWORD (OF DET? WORK)?) (PLAN|AGREED)? SEP? {DAY} {SPOT}",
        f"{DAY_OR_TODAY} SEP? (WEGO|GOING) (INF {DONE_TO})? {SPOT}",
        f"{DAY} SEP? (PRON|{US}) (FUT|FUTEND) {DONE_TO}?",
        f"AWAITED (PLAN|AGREED|DETI? VISIT)* {DAY} {SPOT}",
        f"{SURE} {WORK} COP? (PLAN|AGREED) SEP? {DAY} {CREW} {SPOT}",
        f"{SURE} (DOER (OF DET?)? (SERVICE|WORK)?|PRON|{US}) (COME|FUT) ({DONE_TO})? {SPOT} {DAY} {CREW} {SPOT}",
        f"DET? VISIT COP? (AGREED|PLAN|GIVENDATE)? (WITH PERSON)? SEP? {DAY} (WITH PERSON)?",
        f"((DET? (WORK|VISIT))? (OF DET? {WHAT})?|{ANY}) COP? ROUND (OF? DET? (SERVICE|JUNK|WORK|THING))? {DAY}",
        f"DET? (VISIT|WORK|PATROL) (OF (AGENT|SERVICE|DET? {WHAT}))? (WITH PERSON)? SEP? {DAY_OR_TODAY} {CREW} {SPOT}",
        f"DOER (OF DET?)? (SERVICE|WORK|NAME+|{WHAT})? COME ({WHERE})? {DAY_OR_TODAY} {SPOT} (FORTO? (INF|INFDO|INFCLEAR) {DONE_TO})?",
        f"DOER COME INF {DONE_TO} ({WHERE})? {DAY}",
        f"(DET? TEAM|DOER) (OF DET?)? (SERVICE|WORK) {DAY} {SPOT}",
        f"GOING {TODAY} {CREW} (CHEZ PERSON)? (FORTO INF {DONE_TO})?",
        f"(WEGO|GOING) (INF {DONE_TO})? {DAY} {CREW} (CHEZ PERSON)? (FORTO INF {DONE_TO})?",
    ),
    "onsite": (f"ONSITE {NOW}", f"OURTEAM COP ONTHEWAY {NOW}"),
    "to_plan": (
        "(DET? (WORK|VISIT))? COP? PLAN",
        "DET? VISIT COP? AGREED",
        "PUTPLAN",
    ),
    "give": (
        "GIVE (THIS|DET? WORK)? SEP? TO* (AGENT|SERVICE) (OF (SERVICE|AGENT))? HANDLE? THANKS?",
        "CONCERNS TO* (AGENT|SERVICE) (NOT (AGENT|SERVICE))? HANDLE? THANKS?",
        "(NOT SEP|MISROUTED SEP?) CONCERNS TO* (AGENT|SERVICE)",
        "CONCERNS TO* AGENT SEP SERVICE",
        "CONCERNS TO* (AGENT|SERVICE) TOHANDLE",
        # « C'est Luc qui s'en occupe » says who does it already.
        "CONCERNS TO* SERVICE WHOHANDLES",
        "HANDTO AGENT THANKS",
        # Whoever talks with a colleague hands nothing over; a service that is named has the matter.
        "TALKWITH TO* SERVICE HANDLE? THANKS?",
        "(NOT SEP|MISROUTED SEP?) TALKWITH TO* (AGENT|SERVICE)",
        "(DET? WORK|THIS|IT) SEP? TALKWITH TO* SERVICE THIS? THANKS?",
        "GIVE (THIS|DET? WORK)? TO* AGENT SEP SERVICE SEP?",
        "(DET? (WORK|MAILED)|THIS|MAILED) COP GIVE TO* (AGENT|SERVICE) WHOWILL?",
        "SEEWITH TO* (AGENT|SERVICE) SEP? SEC",
        "DET? MAILED GIVE TO* (AGENT|SERVICE) (WHOWILL|THANKS)?",
        "(DET? WORK|THIS) GIVE TO* (AGENT|SERVICE) (OF (SERVICE|AGENT))? HANDLE? WHOWILL? THANKS?",
        "(DET? WORK|THIS|IT) CONCERNS TO* (AGENT|SERVICE) THIS? THANKS?",
        "THIS SEP? CONCERNS TO* (AGENT|SERVICE)",
        "AGENT SEP? FORYOU",
        "(DET? WORK|THIS)? HANDLEBY SEP? TO* (AGENT|SERVICE) THANKS?",
        "IT? TO* SERVICE (WHOHANDLES|TOHANDLE) THIS?",
        "(AGENT|DET? SERVICE) TAKESOVER THIS?",
        "TO* SERVICE COMPETENT",
        "GIVE WHOWILL TO* (AGENT|SERVICE)",
        "GIVE (THIS|DET? WORK)? TO* (AGENT|SERVICE) (THANKS|WHOWILL|SEC)+",
        "MISROUTED SEP TO* SERVICE THANKS?",
        "NOT TO* SERVICE SEP TO* (SERVICE|AGENT) THANKS?",
        "MISROUTED SEP? (GIVE|CONCERNS|SEEWITH) (THIS|DET? WORK)? TO* (AGENT|SERVICE) THANKS?",
    ),
}

#: Heads after which a reason may stand, parted from them by a mark.
HEADS: dict[str, tuple[str, ...]] = {
    "refuse": (
        f"({WORK} COP?)? REFUSE BY?",
        "NOTOURS SEP? PRIVATE",
        "OUTOF (OF|DET|TO)* BODY",
        "IT? REFUSE",
        "REFUSE REFUSEHEAD",
        "REFUSEHEAD",
        "IT REFUSEHEAD",
        "REFUSEHEAD (IN|TO|OF)? THIS",
        "(IT|DET PLACE COP)? PRIVATE SEP? NOTOURS",
        "IMPOSSIBLE SEP IT? PRIVATE",
        "DET? WORK REFUSEHEAD",
        f"DET? DECISION {TAIL} COP? REFUSE BY?",
        f"({WORK} COP?)? REFUSE (SEP|AND)? MOTIVE",
        "(IT|THIS|DET? WORK)? REFUSEHEAD MOTIVE",
    ),
    "reopen": ("REOPEN (THIS|DET? WORK)? THANKS?", "IT? REOPEN THANKS?"),
    "wait": (
        "WAITOURS",
        "WAITTHEIRS",
        f"{ANY} COP? ORDERED",
        f"ORDEROF OF DET? {WHAT} COP? DONE",
        "WAITHEAD",
        "IT WAITHEAD",
        f"WEHAVE ORDERED (DET|DETI|NUM)* (THING|SPARE) {TAIL} (OF DET? {NOUN})?",
        f"{WORK} COP? WAITOURS",
        "(THIS|DET? WORK) COP? WAITHEAD",
    ),
    "duplicate": (
        "(IT|SEE|DET)* DUP (SEE|DET|WORK|DUP|THING|JUNK)* REF (SEP* DUP)?",
        "DUP SEP SEE* REF",
        "SEE* REF SEP IT? DUP",
        "DUP IN? SEE* REF (SEP? (DUP|CLOSE))*",
        "SEE* REF SEP? DUP (THING|JUNK|WORK)?",
    ),
}


#: What a clause of each table costs a reading: what orders is dearer than a workflow's own word.
_TABLES = ((ACTS, 4), (HEADS, 4), (SUPPORT, 5))


@cache
def _patterns() -> tuple[tuple[str, Pattern, int], ...]:
    """Every kind of clause there is: its name, the pattern of all its ways of speaking, and its cost."""
    return tuple(
        (kind, Pattern.of("|".join(f"({each})" for each in listed)), cost)
        for table, cost in _TABLES
        for kind, listed in table.items()
    )


@cache
def _by_first_part() -> dict[str, tuple[int, ...]]:
    """Which patterns, by their place among all, may begin with each part."""
    found: dict[str, list[int]] = {}
    for at, (_, pattern, _) in enumerate(_patterns()):
        for part in pattern.moves_from(pattern.begin()):
            found.setdefault(part, []).append(at)
    return {part: tuple(each) for part, each in found.items()}


def that_may_begin_with(parts: set[str]) -> Iterator[tuple[str, Pattern, int]]:
    """The clauses whose first word may play one of `parts`, in the order of the tables: kind, pattern, cost."""
    known, patterns = _by_first_part(), _patterns()
    for at in sorted({at for part in parts for at in known.get(part, ())}):
        yield patterns[at]
