"""The clauses that a sentence of an order may be made of, as patterns of parts (p).

`acts` are what they order; `support` says something that goes with an order and orders nothing itself.
A clause kind is written once, here: to teach the grammar a way of speaking, add a pattern; to teach it a
word, add the word to intake/words/lexicon.
"""

from __future__ import annotations

from functools import cache

from intake.words.orders.patterns import Pattern

#: What names something; OPEN are words that no list knows and that may be nouns.
_NOUN = "(THING|JUNK|PAPER|PLACE|OPEN)"
_TAIL = "(ADJ|FAULTY|NO? NUM BIS?|NAME)*"
_WHAT = f"({_NOUN} {_TAIL} ((OF|OF DET) {_NOUN} {_TAIL}|OF NUM BIS?)*)"
#: A thing spoken of as known: « le candélabre 14 », « les deux lampes du passage », « vitre ».
_ANY = f"((DET (DETI|NUM)?)? ({_WHAT}|THING (OPEN|THING|PLACE) ADJ?))"
#: Where it was: a kind of place and its name, what it stands before, or a number of the street.
_PLACE = f"(PLACE {_TAIL} (OPEN|NAME)* ((OF|OF DET) (PLACE|THING|OPEN|NAME|CAP) {_TAIL})*)"
_WHERE = f"(IN? (DET|OF)? NUM? {_PLACE}|FRONT DET {_WHAT}|FRONT {_WHAT}|ATNUM NUM BIS?|WHEREYOU)"
_WHEN = "(PAST|PASTDAY|TIME|OF TIME|DET PASTDAY|SINCE TIME)*"
#: Who did it: we, a colleague, a service of the town. A firm's work is done only when it says when it was.
_BY = "(BY|PAR (TEAM (OF DET?)?|DET)? (SERVICE|AGENT)|PAR CREW|PAR DET? MACHINE|BYFIRM NAME* (PAST|DET? PASTDAY)|AVEC (AGENT|CAP|NAME|DET? SERVICE|CREW|DET? (GEAR|MACHINE)))?"
_WORK = f"(DET? WORK (OF (DET? (THING|JUNK|SERVICE|AGENT|WORK)|CAP))?|DET? WORK (OF DET? {_WHAT}|(JUNK|THING|{_PLACE})))"
_SITE = f"(SEP? {_WHERE}|PAST|PASTDAY|DET PASTDAY|TIME|SINCE TIME|DUMP|HOW|TOWHOM|OF TIME)*"
_THING = "((DET DETI?)? (THING|JUNK) ADJ? (OF DET? (THING|JUNK|SERVICE))?)"
_JUNK = "((DET DETI?)? JUNK ADJ? (OF DET? (THING|JUNK|SERVICE))?)"
_OBJECT = "((DET|DETI|NUM)? (THING|JUNK|WORK|SERVICE) ADJ? (OF DET? (THING|JUNK|SERVICE))?)"
#: What a mending is said to have been done to: definite, since « on a changé un … » may leave others.
_DONE_TO = f"({_OBJECT}|DET (DETI|NUM)? {_WHAT})"
_MEND = "(FIX|CLEAR|PUT)"
#: What may be set in place: a caravan sets itself there.
_SETTABLE = f"((DET (DETI|NUM)?)? (THING|PAPER|OPEN) {_TAIL} ((OF|OF DET) {_NOUN} {_TAIL})*)"
#: Several things at once: « matelas et canapé ».
_LITTER = f"({_JUNK} {_WHERE}? (AND|SEP))* {_JUNK}"
#: Who of us did it; trades and firms did it only when it is said when.
_US = "(CREW (OF DET?)? (SERVICE|ADJ|OPEN ADJ)?|(DET|DETI)? TEAM (OF DET?)? SERVICE?|DET? SERVICE|AGENT)"
_DATED = "(PAST|DET? PASTDAY)"
#: With whom it was done.
_ALONG = "(AVEC (AGENT|CAP|NAME|DET? SERVICE|CREW|DET? (GEAR|MACHINE)))"
#: What is said to be sure before an order: « je confirme que ».
_SURE = "SURETHAT?"
#: Why, in words that limit nothing.
_WHY = "(WHY DET? (GEAR|OPEN|THING))?"
#: What will be done to what: « l'eau sera coupée » is no work on a request.
_WILL = (
    f"({_ANY}? WILLBE ALL? (FIX|MENDED)|WILLBE ALL? (CLEAR|SETIN|PUT)|{_SETTABLE} WILLBE ALL? (SETIN|PUT)|{_JUNK} WILLBE ALL? CLEAR"
    f"|DET? (TREE WILLBE FELLED|HOLE WILLBE FILLED|VESSEL WILLBE EMPTIED|PAPER WILLBE ISSUED))"
)
_SPAN = "(MOMENT|TIME|PAST|ATDATE TIME|AND TIME|MOMENT TIME|ATDATE MOMENT|SEP TIME|SINCE TIME)*"
_CREW = "(AVEC (PERSON|AGENT|DET? SERVICE|DET? (GEAR|MACHINE|OPEN)|NAME+))?"
_SPOT = f"({_WHERE}|CHEZ PERSON)?"
_DAY = f"(ATDATE* (NUM ATDATE)? (DATE|MOMENT DATE) {_SPAN})"
_DAY_OR_TODAY = f"({_DAY}|TODAY {_SPAN})"
_TODAY = f"(TODAY {_SPAN})"
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
        f"IT? ALL? DONE {_SITE} {_BY}",
        f"IT PLACED {_SITE} {_BY}",
        "IT INPLACE",
        f"DET? WORK OF DET? PAPER {_TAIL} COP? TAKEN {_SITE}",
        f"(DET? CHILD) COP? ALL? ENROLLED (SCHOOLPLACE|{_WHERE})? {_SITE}",
        f"{_WORK} COP? ALL? DONE {_SITE} {_BY} {_WHEN}",
        f"DET? VISIT OF DET? MACHINE DONE {_SITE}",
        f"JUSTNOW INFEND (DET? WORK)? {_WHEN}",
        f"(PROCEEDED {_SITE} TO? (OF|AT)* {_WORK}|{_US} HAS? PROCEEDED {_SITE} (OF|AT)* {_WORK}) {_SITE} {_BY}",
        f"WEHAVE ALL? DONE DET? WORK (OF DET? {_WHAT})? {_SITE}",
        f"{_US} HAS ALL? DONE DET? WORK {_DATED} {_SITE}",
        f"{_SURE} IT? ALL? DONE {_SITE} {_BY}",
        f"{_SURE} {_WORK} COP? ALL? DONE {_SITE} {_BY}",
        f"DONE {_SITE} {_ALONG} {_SITE}",
        f"{_WORK} DONE {_SITE} {_ALONG} {_SITE}",
        f"(DET|DETI)? ANSWER COP? ANSWERED {_SITE} (TOWHOM|PERSON)? {_SITE}",
        f"ANSWEREDTHEM {_SITE}",
        f"LOOKED {_SITE} SEP? SAFE {_SITE}",
        f"SAFE SEP? {_ANY} RUNS",
        "SAFE ROUNDPAST (TIME|DET? (SERVICE|MACHINE))",
    ),
    "closed": (
        "CLOSE DET? (WORK|THIS)? THANKS?",
        f"{_WORK} COP? CLOSE THANKS?",
        "THIS CLOSE THANKS?",
        "CLOSE DET? (WORK|THIS)? SEP? (THANKS|ASSENT)",
        "(DET? WORK|THIS) (COP|SHOULDBE)? CLOSE THANKS?",
        f"ENDED {_WHEN} {_BY}",
        f"ENDED {_SITE} {_BY}",
        f"{_WORK} COP? ENDED {_WHEN}",
    ),
    "mended": (
        f"IT? ALL? (FIX|CLEAR) (AND (FIX|CLEAR|PUT))* NEW? {_WHEN} {_BY} {_WHEN}",
        f"PUT AND PUT {_WHEN} {_BY}",
        f"{_THING} COP? ALL? FIX NEW? (AND (FIX|PUT))* {_WHEN} {_BY} HOW? {_WHEN} HOW?",
        f"(DET DETI?)? THING {_TAIL} (OF DET? (THING|SERVICE))? COP? ALL? PUT NEW? (AND (FIX|PUT))* {_WHEN} {_BY} HOW? {_WHEN} HOW?",
        f"{_JUNK} COP? ALL? (CLEAR|FIX) (AND {_MEND})* {_WHEN} {_BY} {_WHEN}",
        f"IT? ALL? (FIX|CLEAR) (AND (FIX|CLEAR|PUT))* NEW? {_SITE} {_BY} {_SITE}",
        f"(DET DETI?)? GUARD {_TAIL} COP? ALL? (MENDED|FIX) {_SITE} {_BY}",
        f"{_ANY} {_WHERE}? COP ALL? MENDED {_SITE} {_BY} {_SITE}",
        f"{_SETTABLE} COP? ALL? SETIN {_SITE} {_BY} {_SITE}",
        f"{_ANY} COP? ALL? MENDED NEW? (AND (MENDED|FIX|PUT))* {_SITE} {_BY} {_SITE}",
        f"{_JUNK} ({_WHERE})? COP? ALL? CLEAR (AND (CLEAR|FIX|PUT))* {_SITE} {_BY} {_SITE}",
        f"(DET DETI?)? (JUNK|PAPER|OPEN) {_TAIL} COP? (CLEAR AND)? GIVENBACK TOWHOM {_WHEN}",
        f"(DET DETI?)? PAPER {_TAIL} ((OF DET?)? {_NOUN} {_TAIL})? COP? ALL? ISSUED (AND ISSUED)* {_SITE} {_BY} {_SITE}",
        f"(DET DETI?)? (BILL|PAPER) (OF DET?)? ({_NOUN}|SERVICE)? COP? CORRECTED {_SITE}",
        f"{_SURE} {_ANY} {_WHERE}? COP? ALL? MENDED NEW? {_SITE} {_BY} {_SITE}",
        f"{_SURE} IT ALL? (FIX|CLEAR|MENDED) {_SITE} {_BY}",
        f"{_LITTER} {_WHERE}? COP? ALL? CLEAR {_SITE} (IN DET SURFACE (OF DET? (PLACE|THING) {_TAIL})?)? {_SITE} {_BY} {_SITE}",
        f"{_JUNK} SEP {_JUNK} CLEAR {_SITE}",
        f"{_THING} (AND|SEP) {_THING} COP? ALL? (FIX|SETIN|MENDED) {_SITE} {_BY}",
        f"{_ANY} (AND|SEP) {_ANY} COP? ALL? MENDED {_SITE} {_BY}",
        f"(DET (DETI|NUM)?)? HOLE {_TAIL} {_WHERE}? COP? ALL? FILLED {_SITE} {_BY} {_SITE}",
        f"(DET (DETI|NUM)?)? VESSEL {_TAIL} {_WHERE}? COP? ALL? EMPTIED (AND (EMPTIED|FIX|PUT))* {_WHEN} {_BY} {_WHEN}",
        f"(DET (DETI|NUM)?)? (THING|OPEN) {_TAIL} {_WHERE}? COP? ALL? (SWAPPED|SETIN) {_SITE} {_BY} {_SITE}",
        f"(DET (DETI|NUM)?)? TREE {_TAIL} {_WHERE}? COP? ALL? FELLED (AND CLEAR)* {_SITE} {_BY} {_SITE}",
        f"(DET (DETI|NUM)?)? TROUBLE (OF DET? {_WHAT})? COP? ALL? (FIX|MENDED|DONE|CORRECTED|LEVIED) {_SITE} {_BY} {_SITE}",
        f"JUSTNOW INFDO {_DONE_TO} {_SITE} (AND INFDO {_DONE_TO})*",
        f"{_US} HAS ALL? ({_MEND}|MENDED) {_DONE_TO} {_SITE} (AND ({_MEND}|MENDED) {_DONE_TO} {_SITE})*",
        f"DOER HAS ALL? ({_MEND}|MENDED) {_DONE_TO} {_DATED} {_SITE}",
        f"DOER CAME {_SITE} {_DATED} {_SITE} (AND|SEP)+ HAS? ({_MEND}|MENDED) {_DONE_TO}",
        f"{_US} CAME {_SITE} (AND|SEP)+ HAS? ({_MEND}|MENDED) {_DONE_TO}",
        f"WEHAVE ALL? MENDED {_DONE_TO} {_SITE} (AND ({_MEND}|MENDED) {_DONE_TO} {_SITE})*",
        f"WEHAVE ALL? (ISSUED|CORRECTED) DET (DETI|NUM)? (PAPER|BILL) {_TAIL} (OF DET? {_NOUN} {_TAIL})? {_SITE}",
        f"(DET DETI?)? PAPER {_TAIL} COP? ALL? (ISSUED|CORRECTED) AND (ISSUED|CORRECTED) {_SITE}",
        f"(DET DETI?)? BILL COP? CORRECTED AND (ISSUED|CORRECTED) {_SITE}",
        f"WORKED {_THING} {_WHEN} {_BY}",
        f"WORKED DET {_WHAT} {_SITE} {_BY}",
        f"WEHAVE ALL? {_MEND} {_DONE_TO} {_SITE} (AND {_MEND} {_DONE_TO} {_SITE})*",
        f"WEHAVE ALL? (ISSUED|CORRECTED) DET (PAPER|BILL) {_SITE}",
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
        f"LETME SEP? TAKE THIS? {_SOON}",
        f"(IT|DET? WORK COP?)? UNDERWAY WORK {_NOW} {_BY}",
        f"TAKEN {_NOW} DET? SERVICE (SEP NAME)?",
        f"{_WORK} COP? TAKEN {_NOW} {_BY} {_NOW}",
        f"THIS COP? TAKEN {_NOW} {_BY}",
        f"TAKE (THIS|DET? WORK)? {_SOON} {_ALONG} {_SOON}",
        f"TAKE DET? WORK {_SOON} {_SPOT} {_SOON}",
        f"TAKEABOUT (OF? THIS|OF DET? WORK|OF DET? (THING|JUNK|PAPER) {_TAIL}) {_SOON} THANKS?",
        f"{_WORK} COP? INHAND {_NOW} {_BY}",
        f"(DET? NEEDFUL|WEDO NEEDFUL) (COP? TAKEN)? {_NOW}",
        f"SENDOFF {_SITE}",
        f"GOSEE THIS? {_SPOT} {_SOON}",
        f"(DETI|DET)? TEAM COP? SENT {_SITE}",
        f"CALLING {_SOON}",
        f"ITSOURS {_SOON}",
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
        f"(DET? (WORK|VISIT))? (OF (AGENT|SERVICE|DET? {_WHAT}))? COP? (PLAN|AGREED) SEP? {_DAY} {_CREW} {_SPOT} {_CREW}",
        f"IT PLAN {_DAY} {_CREW} {_SPOT}",
        f"({_WORK}|IT)? (WILLDO|{_WILL}) {_SPOT} {_DAY} {_CREW} {_SPOT}",
        f"(PRON|{_US}|DOER) (FUT|FUTEND) ({_DONE_TO}|THIS|DET WORK)? {_SPOT} {_DAY} {_CREW}",
        f"PRON COME (THIS|{_DONE_TO})? {_DAY}",
        f"PRON CLIT? PRES ({_DONE_TO})? {_SPOT} {_DAY} {_CREW}",
        f"{_DAY} SEP? PRON CLIT? PRES ({_DONE_TO})?",
        f"PUTDAY SEP? {_DAY} {_CREW} {_SPOT}",
        f"(DET? (WORK|VISIT))? (OF (DET? {_WHAT}))? COP? PLAN {_DAY} {_BY}",
        f"({_WORK}|DET? (VISIT|WORK|PATROL) (OF DET? {_WHAT})?) TAKESPLACE {_SPOT} {_DAY} {_CREW} {_SPOT}",
        f"(DET? (WORK|VISIT))? (OF (AGENT|SERVICE|DET? {_WHAT}))? COP? (PLAN|AGREED) SEP? {_DAY} {_WHY}",
        f"DET? (WORK|VISIT) {_SPOT} {_DAY}",
        f"(DET? VISIT|DET? DAYWORD (OF DET? WORK)?) (PLAN|AGREED)? SEP? {_DAY} {_SPOT}",
        f"{_DAY_OR_TODAY} SEP? (WEGO|GOING) (INF {_DONE_TO})? {_SPOT}",
        f"{_DAY} SEP? (PRON|{_US}) (FUT|FUTEND) {_DONE_TO}?",
        f"AWAITED (PLAN|AGREED|DETI? VISIT)* {_DAY} {_SPOT}",
        f"{_SURE} {_WORK} COP? (PLAN|AGREED) SEP? {_DAY} {_CREW} {_SPOT}",
        f"{_SURE} (DOER (OF DET?)? (SERVICE|WORK)?|PRON|{_US}) (COME|FUT) ({_DONE_TO})? {_SPOT} {_DAY} {_CREW} {_SPOT}",
        f"DET? VISIT COP? (AGREED|PLAN|GIVENDATE)? (WITH PERSON)? SEP? {_DAY} (WITH PERSON)?",
        f"((DET? (WORK|VISIT))? (OF DET? {_WHAT})?|{_ANY}) COP? ROUND (OF? DET? (SERVICE|JUNK|WORK|THING))? {_DAY}",
        f"DET? (VISIT|WORK|PATROL) (OF (AGENT|SERVICE|DET? {_WHAT}))? (WITH PERSON)? SEP? {_DAY_OR_TODAY} {_CREW} {_SPOT}",
        f"DOER (OF DET?)? (SERVICE|WORK|NAME+|{_WHAT})? COME ({_WHERE})? {_DAY_OR_TODAY} {_SPOT} (FORTO INF {_DONE_TO})?",
        f"DOER COME INF {_DONE_TO} ({_WHERE})? {_DAY}",
        f"(DET? TEAM|DOER) (OF DET?)? (SERVICE|WORK) {_DAY} {_SPOT}",
        f"GOING {_TODAY} {_CREW} (CHEZ PERSON)? (FORTO INF {_DONE_TO})?",
        f"(WEGO|GOING) (INF {_DONE_TO})? {_DAY} {_CREW} (CHEZ PERSON)? (FORTO INF {_DONE_TO})?",
    ),
    "to_plan": (
        "(DET? (WORK|VISIT))? COP? PLAN",
        "DET? VISIT COP? AGREED",
        "PUTPLAN",
    ),
    "give": (
        "GIVE (THIS|DET? WORK)? TO* (AGENT|SERVICE) (OF (SERVICE|AGENT))? HANDLE? THANKS?",
        "CONCERNS TO* (AGENT|SERVICE) (NOT (AGENT|SERVICE))? HANDLE? THANKS?",
        "(NOT SEP|MISROUTED SEP?) CONCERNS TO* (AGENT|SERVICE)",
        "CONCERNS TO* AGENT SEP SERVICE",
        "GIVE (THIS|DET? WORK)? TO* AGENT SEP SERVICE SEP?",
        "(DET? (WORK|MAILED)|THIS|MAILED) COP GIVE TO* (AGENT|SERVICE) WHOWILL?",
        "GIVE (THIS|DET? WORK)? TO* (AGENT|SERVICE) WHOWILL",
        "SEEWITH TO* (AGENT|SERVICE) SEP? SEC",
        "(DET? WORK|THIS) GIVE TO* (AGENT|SERVICE) (OF (SERVICE|AGENT))? HANDLE? WHOWILL? THANKS?",
        "(DET? WORK|THIS|IT) CONCERNS TO* (AGENT|SERVICE) THANKS?",
        "THIS SEP? CONCERNS TO* (AGENT|SERVICE)",
        "CONCERNS TO* (AGENT|SERVICE) THANKS",
        "AGENT SEP? FORYOU",
        "(DET? WORK|THIS)? HANDLEBY TO* (AGENT|SERVICE) THANKS?",
        "IT? TO* SERVICE WHOHANDLES",
        "TO* SERVICE COMPETENT",
        "GIVE WHOWILL TO* (AGENT|SERVICE)",
        "GIVE (THIS|DET? WORK)? TO* (AGENT|SERVICE) (THANKS|WHOWILL|SEC)+",
        "MISROUTED SEP? (GIVE|CONCERNS|SEEWITH) (THIS|DET? WORK)? TO* (AGENT|SERVICE) THANKS?",
    ),
}

#: What goes with orders and orders nothing.
SUPPORT: dict[str, tuple[str, ...]] = {
    "assent": ("ASSENT", "THANKS", "IT ASSENT"),
    "photo": ("PHOTO",),
    "lit": (f"LIT {_WHEN}", f"(DET (DETI|NUM)?|DETI)? {_WHAT} RUNS {_WHEN}", "CITED", f"{_ANY} INCLUDED"),
    "cause": (f"DET? NUM? {_WHAT} WAS FAULTY", f"WAS DET {_WHAT} FAULTY?"),
    "firm": ("FIRM",),
    "looked": (f"LOOKED {_SITE}",),
    "works": (f"({_THING}|ALL)? WORKS {_WHEN}", f"({_THING}|{_JUNK}) COP WORKS"),
    "went": (f"WENT {_WHEN}", f"WENT {_SPAN}"),
    "onsite": ("ONSITE (SINCE TIME)? TIME?",),
    "competent": ("SEC", "WHOWILL"),
    "handthem": ("HANDTHEM",),
    "passed": (
        f"PASSED {_SITE}",
        "DET? WORK OF PASTDAY",
        f"DETI? TEAM PASSED {_SITE}",
        f"{_US} CAME {_SITE}",
    ),
    "told": ("ISSUED TOWHOM",),
    "absent": ("(AGENT|CAP) ABSENT", "(AGENT|CAP) ABSENT DATE?"),
    "misrouted": ("MISROUTED", "NOT CONCERNS? TO* (AGENT|SERVICE)"),
    "lead": (
        "LEADTO (OF|DET)* (WORK|MAILED|THIS) (OF? (ATDATE* (DATE|PASTDAY|PAST)))? (SEP|IT)?",
        "LEADTO HOW?",
        "WHY DET? (GEAR|OPEN|THING) ADJ? (GEARED)?",
        "SURETHAT",
        "AGAINST",
    ),
    "rest": (
        f"(DET|DETI|NUM)? (THING|PAPER|OPEN) {_TAIL} (COP)? (ASSENTED|WORKSAGAIN) {_WHEN}",
        f"{_ANY} (ATPLACE|{_WHERE}|DUMP|TOWHOM)",
        f"{_ANY} RUNSON {_WHEN}",
        "HESHE RUNS",
        "(DET? PERSON|PERSONS) COP? INFORMED HOW?",
        "WEHAVE INFORMED (DET? PERSON|PERSONS) HOW?",
    ),
    "gear": ("(NUM|DETI|DET)? GEAR GEARED? (DATE|LASTS)?", "AGENT"),
    "addressee": ("ADDRESSEE",),
    "mistake": ("MISTAKE",),
}

#: Heads after which a reason may stand, parted from them by a mark.
HEADS: dict[str, tuple[str, ...]] = {
    "refuse": (
        f"({_WORK} COP?)? REFUSE BY?",
        "PRIVATE SEP? NOTOURS",
        "NOTOURS SEP? PRIVATE",
        "OUTOF (OF|DET|TO)* BODY",
        "IT? REFUSE",
        "REFUSE REFUSEHEAD",
        "REFUSEHEAD",
        "IT REFUSEHEAD",
        "REFUSEHEAD (IN|TO|OF)? THIS",
        "(IT|DET PLACE COP)? PRIVATE SEP? NOTOURS",
        "DET PLACE COP PRIVATE SEP NOTOURS",
        "IMPOSSIBLE SEP IT? PRIVATE",
        "DET? WORK REFUSEHEAD",
        f"({_WORK} COP?)? REFUSE (SEP|AND)? MOTIVE",
        "(IT|THIS|DET? WORK)? REFUSEHEAD MOTIVE",
    ),
    "reopen": ("REOPEN (THIS|DET? WORK)? THANKS?", "IT? REOPEN THANKS?"),
    "wait": (
        "WAITOURS",
        "WAITTHEIRS",
        f"{_ANY} COP? ORDERED",
        "WAITHEAD",
        "(DET? WORK) COP? WAITHEAD",
        "IT WAITHEAD",
        f"WEHAVE ORDERED (DET|DETI|NUM)* (THING|SPARE) {_TAIL} (OF DET? {_NOUN})?",
        f"{_WORK} COP? WAITOURS",
        "(THIS|DET? WORK) COP? WAITHEAD",
    ),
    "duplicate": (
        "(IT|SEE|DET)* DUP (SEE|DET|WORK|DUP)* REF (SEP? DUP)?",
        "DUP SEP SEE* REF",
        "SEE* REF SEP IT? DUP",
        "DUP IN? SEE* REF (SEP? (DUP|CLOSE))*",
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
