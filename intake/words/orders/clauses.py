"""The clauses that a sentence of an order may be made of, as patterns of parts (p).

`acts` are what they order; `support` says something that goes with an order and orders nothing itself.
A clause kind is written once, here: to teach the grammar a way of speaking, add a pattern; to teach it a
word, add the word to intake/words/lexicon.
"""

from __future__ import annotations

from functools import cache

from intake.words.orders.patterns import Pattern

_WHEN = "(PAST|PASTDAY|TIME|OF TIME|DET PASTDAY|SINCE TIME)*"
_BY = "BY?"
_WORK = "(DET? WORK (OF (DET? (THING|JUNK|SERVICE|AGENT|WORK)|CAP))?)"
_THING = "((DET DETI?)? (THING|JUNK|SERVICE) ADJ? (OF DET? (THING|JUNK|SERVICE))?)"
_JUNK = "((DET DETI?)? JUNK ADJ? (OF DET? (THING|JUNK|SERVICE))?)"
_OBJECT = "((DET|DETI|NUM)? (THING|JUNK|WORK|SERVICE) ADJ? (OF DET? (THING|JUNK|SERVICE))?)"
_MEND = "(FIX|CLEAR|PUT)"
_SPAN = "(MOMENT|TIME|PAST|ATDATE TIME|AND TIME|MOMENT TIME|ATDATE MOMENT|SEP TIME)*"
_DAY = f"(ATDATE* (NUM ATDATE)? (DATE|MOMENT DATE) {_SPAN})"
_SOON = f"(NOW|PAST|TIME|{_SPAN})"

_NOW = "(NOW|PAST|TIME|SINCE TIME)* THANKS?"

#: Every order there is, by what it says.
ACTS: dict[str, tuple[str, ...]] = {
    "done": (
        f"IT? ALL? DONE (AND (DONE|FIX))* {_WHEN} {_BY} THANKS?",
        f"{_WORK} COP? ALL? DONE (AND DONE)* {_WHEN} {_BY} {_WHEN}",
        f"WEHAVE ALL? DONE (DET? WORK)? {_WHEN}",
        f"DONE DET? WORK {_WHEN}",
        f"BY IT? ALL? DONE {_WHEN}",
        f"IT? DONE HOW {_WHEN} (WITH PERSON)?",
        f"(AGENT|DET? SERVICE) HAS ALL? DONE (DET? WORK)? {_WHEN}",
    ),
    "closed": (
        "CLOSE DET? (WORK|THIS)? THANKS?",
        f"{_WORK} COP? CLOSE THANKS?",
        "THIS CLOSE THANKS?",
        f"ENDED {_WHEN} {_BY}",
        f"{_WORK} COP? ENDED {_WHEN}",
    ),
    "mended": (
        f"IT? ALL? (FIX|CLEAR) (AND (FIX|CLEAR|PUT))* NEW? {_WHEN} {_BY} {_WHEN}",
        f"PUT AND PUT {_WHEN} {_BY}",
        f"{_THING} COP? ALL? (FIX|PUT) NEW? (AND (FIX|PUT))* {_WHEN} {_BY} HOW? {_WHEN} HOW?",
        f"{_JUNK} COP? ALL? (CLEAR|FIX) (AND {_MEND})* {_WHEN} {_BY} {_WHEN}",
        f"{_MEND} {_THING} {_WHEN} {_BY}",
        f"WEHAVE ALL? {_MEND} {_OBJECT} {_WHEN} (AND {_MEND} {_OBJECT} {_WHEN})*",
        f"WEHAVE ALL? (FIX|CLEAR) {_WHEN}",
    ),
    "take": (
        f"TAKE THIS? (ABOUT THIS)? HAND? {_SOON} THANKS?",
        f"TAKE DET? WORK HAND? {_SOON}",
        f"IT? TAKEN {_NOW} {_BY}",
        f"{_WORK} COP? TAKEN {_NOW} {_BY}",
        f"(TAKE|TAKEN) (ABOUT THIS)? {_SOON} ADDRESSEE",
        f"RELAY (OF (AGENT|CAP+))? (ABOUT THIS)? {_SOON}",
        f"RELAY (AGENT|CAP) (ABOUT THIS)? {_SOON}",
        "ACCEPT",
        f"THIS COP? TAKEN {_NOW} {_BY}",
        f"TAKEN OF? THIS {_NOW} {_BY}",
    ),
    "plan": (
        f"(DET? (WORK|VISIT))? (OF (AGENT|SERVICE|DET? THING))? COP? PLAN {_DAY}",
        f"PLAN {_DAY}",
        f"DET? VISIT SEP? {_DAY}",
        f"DET? VISIT COP? AGREED (WITH PERSON)? SEP? {_DAY}",
        f"DET? (VISIT|WORK) (WITH PERSON)? {_DAY}",
        f"WEGO (ABOUT PERSON|WITH PERSON)? {_DAY}",
        f"PUTPLAN THIS? ATDATE* {_DAY}",
        f"{_WORK} PLAN SEP {_DAY}",
    ),
    "to_plan": (
        "(DET? (WORK|VISIT))? COP? PLAN",
        "DET? VISIT COP? AGREED",
        "PUTPLAN",
    ),
    "give": (
        "GIVE (THIS|DET? WORK)? TO* (AGENT|SERVICE) (OF (SERVICE|AGENT))? HANDLE? THANKS?",
        "CONCERNS TO* (AGENT|SERVICE) (NOT (AGENT|SERVICE))? HANDLE? THANKS?",
        "(NOT|MISROUTED) SEP? CONCERNS TO* (AGENT|SERVICE)",
        "CONCERNS TO* AGENT SEP SERVICE",
    ),
}

#: What goes with orders and orders nothing.
SUPPORT: dict[str, tuple[str, ...]] = {
    "assent": ("ASSENT", "THANKS", "IT ASSENT"),
    "photo": ("PHOTO",),
    "works": (f"({_THING}|ALL)? WORKS {_WHEN}", f"({_THING}|{_JUNK}) COP WORKS"),
    "went": (f"WENT {_WHEN}", f"WENT {_SPAN}"),
    "onsite": ("ONSITE (SINCE TIME)? TIME?",),
    "absent": ("(AGENT|CAP) ABSENT", "(AGENT|CAP) ABSENT DATE?"),
    "misrouted": ("MISROUTED",),
    "gear": ("(NUM|DETI|DET)? GEAR GEARED? (DATE|LASTS)?", "AGENT"),
    "addressee": ("ADDRESSEE",),
    "mistake": ("MISTAKE",),
}

#: Heads after which a reason may stand, parted from them by a mark.
HEADS: dict[str, tuple[str, ...]] = {
    "refuse": (
        "(DET? WORK COP?)? REFUSE BY?",
        "IT? REFUSE",
        "REFUSE REFUSEHEAD",
        "REFUSEHEAD",
        "IT REFUSEHEAD",
    ),
    "reopen": ("REOPEN (THIS|DET? WORK)? THANKS?", "IT? REOPEN THANKS?"),
    "wait": ("WAITHEAD", "(DET? WORK) COP? WAITHEAD", "IT WAITHEAD"),
    "duplicate": (
        "(IT|SEE|DET)* DUP (SEE|DET|WORK|DUP)* REF (SEP? DUP)?",
        "DUP SEP SEE* REF",
        "SEE* REF SEP? DUP (THING|JUNK|WORK)?",
    ),
}


@cache
def acts() -> tuple[tuple[str, Pattern], ...]:
    return tuple((kind, Pattern.of(each)) for kind, listed in ACTS.items() for each in listed)


@cache
def supports() -> tuple[tuple[str, Pattern], ...]:
    return tuple((kind, Pattern.of(each)) for kind, listed in SUPPORT.items() for each in listed)


@cache
def heads() -> tuple[tuple[str, Pattern], ...]:
    return tuple((kind, Pattern.of(each)) for kind, listed in HEADS.items() for each in listed)
