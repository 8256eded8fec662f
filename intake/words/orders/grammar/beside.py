"""Clauses that go with an order and order nothing themselves: how it is now, what else was done, why, who was told."""

from __future__ import annotations

from intake.words.orders.grammar.pieces import (
    ALONG,
    ANY,
    AWAY,
    BY,
    DESK,
    JUNK,
    SITE,
    SPAN,
    TAIL,
    THING,
    US,
    WHAT,
    WHEN,
    WHERE,
)

#: What goes with orders and orders nothing.
SUPPORT: dict[str, tuple[str, ...]] = {
    "assent": ("ASSENT", "THANKS", "IT ASSENT"),
    "photo": ("PHOTO",),
    "lit": (
        f"LIT {WHEN}",
        f"(DET (DETI|NUM)?|DETI)? {WHAT} SELF? RUNS WELLNOW? {WHEN}",
        "CITED",
        f"{ANY} INCLUDED",
    ),
    "cause": (
        f"DET? NUM? {WHAT} WAS FAULTY (PAR (DET|DETI)? {WHAT})?",
        f"(DET|DETI)? {WHAT} CAMEFROM (OF|DET|OF DET)? {WHAT}",
        f"WAS (DET|DETI) NUM? {WHAT} FAULTY?",
        f"THEREWAS (DETI|NUM) {WHAT} FAULTY?",
        f"(DET|DETI)? {WHAT} HADGONE",
    ),
    "also": (
        f"{ANY} COP? ALL? (FIX|MENDED|CORRECTED|GIVENBACK|SWAPPED|FILED|ALSODONE) NEW? {SITE} {BY} {SITE}",
        f"(DET DETI?|NUM)? (THING|PAPER) {TAIL} COP? ALL? (PUT|SETIN) {DESK}",
        f"(DET DETI?|NUM)? PAPER {TAIL} ((OF DET?)? {WHAT})? COP? ALL? ISSUED {DESK} {BY} {DESK}",
        f"{JUNK} COP? ALL? (CLEAR|CUT) {AWAY}",
        "DET? GUARD COP? CLEAR",
        f"DET? (REPORT|MAILED) COP? (ISSUED|PUT) {DESK}",
        f"(ISSUED|GIVENBACK|CORRECTED|ALSODONE) {DESK}",
        f"DET? (HOLE|THING) COP? FILLED {SITE}",
        "DET? PLACE INFORMED HOW?",
        "DET? (TEAM|SERVICE) INFORMED",
    ),
    "seen": ("SEENWITH (DET? (GEAR|PERSON|PERSONS|OPEN|SERVICE)|AGENT|CAP|NAME) HOW?",),
    #: Beside a taking alone, and as intake.words.orders.grammar.open_takes tells it.
    "asking": ("ASKING (DET? (PERSON|PERSONS|DOER|GEAR)|AGENT)",),
    "reached": (f"REACHED (DET? PERSON|PERSONS)? {SITE}",),
    "measure": ("DET? MEASURE (OF|IN)? NUM UNIT?",),
    "did": (
        f"DET? (VISIT|PATROL|TALK) (OF DET? {WHAT})? COP? DONE {SITE} (WITH (DET? PERSON|PERSONS|DOER))?",
    ),
    "sorry": ("SORRY",),
    "eta": ("ARRIVAL INMINUTES",),
    "signed": ("NAME", "CAP NAME", "NAME NAME", "INITIALS"),
    "spent": (f"PASSED? INMINUTES {ALONG}?",),
    "firm": ("FIRM",),
    "looked": (f"LOOKED {SITE}",),
    "works": (f"({THING}|ALL)? WORKS {WHEN}", f"({THING}|{JUNK}) COP WORKS"),
    "went": (f"WENT {WHEN}", f"WENT {SPAN}"),
    "competent": ("SEC", "WHOWILL"),
    "handthem": ("HANDTHEM",),
    "passed": (
        f"PASSED {SITE}",
        "DET? WORK OF PASTDAY",
        f"DETI? TEAM PASSED {SITE}",
        f"{US} CAME {SITE}",
    ),
    "told": ("ISSUED TOWHOM",),
    "absent": ("(AGENT|CAP) ABSENT DATE?",),
    "misrouted": ("MISROUTED", "NOT CONCERNS? TO* (AGENT|SERVICE)"),
    "lead": (
        "LEADTO (OF|DET)* (WORK|MAILED|THIS) (OF? (ATDATE* (DATE|PASTDAY|PAST)))? (SEP|IT)?",
        "LEADTO HOW?",
        "WHY DET? (GEAR|OPEN|THING) ADJ? (GEARED)?",
        "SURETHAT",
        "AGAINST",
    ),
    "vocative": ("VOCATIVE",),
    "farewell": ("FAREWELL", "THANKS FAREWELL"),
    "gone": (f"{ANY}? GONE {SITE}",),
    "safe": ("SAFE", "GOODSTATE"),
    "rest": (
        f"{ANY} COP? (ATPLACE|CHEZ DET? (OPEN|AGENT|NAME|PERSON|SERVICE))",
        f"(DET|DETI|NUM)? (THING|OPEN) NEWADJ {WHEN}",
        f"(DET|DETI|NUM)? (THING|PAPER|OPEN|PLACE) {TAIL} (COP)? (ASSENTED|WORKSAGAIN) {WHEN}",
        f"{ANY} (ATPLACE|{WHERE}|DUMP|TOWHOM)",
        f"{ANY} RUNSON {WHEN}",
        "HESHE RUNS WELLNOW?",
        "(DET? PERSON|PERSONS) COP? INFORMED HOW?",
        "WEHAVE INFORMED (DET? PERSON|PERSONS) HOW?",
    ),
    "gear": ("((NUM|DETI|DET)? GEAR GEARED? (DATE|LASTS)? AND?)+", "AGENT"),
    #: Beside a plan alone: what will be closed meanwhile.
    "closure": (
        f"(DET? (PLACE|THING) {TAIL})? SHUT (OF? TIME|{SPAN})*",
        "(DET|DETI)? (PAPER|THING) (OF DET? (WORK|OPEN|PLACE))? ASKEDFOR",
    ),
    #: Only where another clause says what was done: « c'est réglé pour la cantine, la facture est corrigée ».
    "forwhom": ("FORTO DET? (SERVICE|PLACE|CHILD|THING|PAPER)",),
    "addressee": ("ADDRESSEE",),
    "mistake": ("MISTAKE",),
}
