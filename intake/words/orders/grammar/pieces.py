"""Pieces that clauses are built of, as patterns of parts: what, where, when, by whom.

Parts are written in capitals as the lexicon names them. A piece that begins and ends in a parenthesis may be
repeated or left out by who uses it.
"""

from __future__ import annotations

#: What names something; OPEN are words that no list knows and that may be nouns.
NOUN = "(THING|JUNK|PAPER|PLACE|OPEN)"
TAIL = "(ADJ|FAULTY|NO? NUM BIS?|NAME|REL)*"
WHAT = f"(NEWADJ? {NOUN} {TAIL} (NOUNTOO {TAIL})? ((OF|OF DET) ({NOUN}|MACHINE) {TAIL}|OF NUM BIS?|OF CIVIL (NAME|CAP)+|(OF|OF DET) PERSON)*)"
#: A thing spoken of as known: « le candélabre 14 », « les deux lampes du passage », « vitre ».
ANY = f"((DET (DETI|NUM)?)? ({WHAT}|THING (OPEN|THING|PLACE) ADJ?))"
#: Where it was: a kind of place and its name, what it stands before, or a number of the street.
PLACE = f"(PLACE {TAIL} (OPEN|NAME)* ((OF|OF DET) (PLACE|THING|OPEN|NAME|CAP) {TAIL})*)"
WHERE = f"(IN? (DET|OF)? NUM? {PLACE}|FRONT DET {WHAT}|FRONT {WHAT}|ATNUM NUM BIS?|WHEREYOU)"
WHEN = (
    "(PAST|PASTDAY|PASTDAY MOMENT|SINCE PASTDAY MOMENT|TIME|OF TIME|DET PASTDAY|SINCE (TIME|PAST|PASTDAY))*"
)
#: Who did it: we, a colleague, a service of the town. A firm's work is done only when it says when it was.
BY = "(BY|PAR (TEAM (OF DET?)?|DET)? (SERVICE|AGENT)|PAR CREW|PAR DET? MACHINE|BYFIRM NAME* (PAST|DET? PASTDAY)|(PAST|DET? PASTDAY) BYFIRM (MANDATED|NAME)*|PAR NAME NAME? (PAST|DET? PASTDAY)|(PAST|DET? PASTDAY) PAR NAME NAME?|AVEC (AGENT|CAP|NAME|DET? SERVICE|CREW|DET? (GEAR|MACHINE)))?"
WORK = f"(DET? WORK ADJ? (NOUNTOO ADJ?)? (OF (DET? (THING|JUNK|SERVICE|AGENT|WORK)|CAP))?|DET? WORK (OF DET? {WHAT}|(JUNK|THING|{PLACE})))"
#: Where papers went: of whom it is known that they are the end of the way.
DESK = f"(SEP? {WHERE}|PAST|PASTDAY MOMENT?|DET PASTDAY|TIME|SINCE (TIME|PAST|PASTDAY)|HOW|TOWHOM|TO CIVIL (NAME|CAP)+|OF TIME|OF NUM UNIT|SINCE PASTDAY MOMENT)*"
#: What is taken away goes where such things go; « vidé sur la chaussée » does not.
AWAY = f"(SEP? {WHERE}|OFF|PAST|PASTDAY MOMENT?|DET PASTDAY|TIME|SINCE (TIME|PAST|PASTDAY)|DUMP|HOW|TOWHOM|OF TIME)*"
SITE = f"(SEP? {WHERE}|CIRC|PAST|PASTDAY MOMENT?|DET PASTDAY|TIME|SINCE (TIME|PAST|PASTDAY)|DUMP|HOW|HOW OF NUM UNIT|IN NUM LENGTH|AVEC DETI (THING|OPEN) NEWADJ|TOWHOM|OF TIME)*"
THING = "((DET DETI?)? (THING|JUNK) ADJ? (OF DET? (THING|JUNK|SERVICE))?)"
JUNK = "((DET (DETI|NUM)?)? JUNK ADJ? (NOUNTOO ADJ?)? REL? (OF DET? (THING|JUNK|SERVICE|OPEN))?)"
OBJECT = "((DET|DETI|NUM)? (THING|JUNK|WORK|SERVICE) ADJ? (OF DET? (THING|JUNK|SERVICE))?)"
#: What a mending is said to have been done to: definite, since « on a changé un … » may leave others.
DONE_TO = f"({OBJECT}|DET (DETI|NUM)? {WHAT})"
MEND = "(FIX|CLEAR|PUT)"
#: What else was done to it, in participles that each end a work.
ALSO = "(AND (FIX|CLEAR|PUT|MENDED|ISSUED|CORRECTED|CHECKED|ALSODONE))*"
#: What may be set in place: a caravan sets itself there.
SETTABLE = f"((DET (DETI|NUM)?)? (THING|PAPER|OPEN) {TAIL} ((OF|OF DET) {NOUN} {TAIL})*)"
#: Several things at once: « matelas et canapé ».
LITTER = f"({JUNK} {WHERE}? (AND|SEP))* {JUNK}"
#: Who of us did it; trades and firms did it only when it is said when.
US = "(CREW (OF DET?)? (SERVICE|ADJ|OPEN ADJ)?|(DET|DETI)? TEAM (OF DET?)? SERVICE?|DET? SERVICE|AGENT)"
DATED = "(PAST|DET? PASTDAY)"
#: With whom it was done.
ALONG = "(AVEC (AGENT|CAP|NAME|DET? SERVICE|CREW|DET? (GEAR|MACHINE)))"
#: What is said to be sure before an order: « je confirme que ».
SURE = "SURETHAT?"
#: Why, in words that limit nothing.
WHY = "(WHY DET? (GEAR|OPEN|THING))?"
#: What will be done to what: « l'eau sera coupée » is no work on a request.
WILL = (
    f"({ANY}? WILLBE ALL? (FIX|MENDED)|WILLBE ALL? (CLEAR|SETIN|PUT)|{SETTABLE} WILLBE ALL? (SETIN|PUT)|{JUNK} WILLBE ALL? (CLEAR|CUT|TAKEN)"
    f"|DET? (TREE WILLBE FELLED|HOLE WILLBE FILLED|VESSEL WILLBE EMPTIED|PAPER WILLBE ISSUED))"
)
SPAN = "(MOMENT|TIME|PAST|ATDATE TIME|AND TIME|MOMENT TIME|ATDATE MOMENT|SEP TIME|SINCE TIME)*"
CREW = "(AVEC (PERSON|AGENT|DET? SERVICE|DET? (GEAR|MACHINE|OPEN)|NAME+))?"
SPOT = f"({WHERE}|CHEZ PERSON)?"
DAY = f"(ATDATE* (NUM ATDATE)? (DATE|MOMENT DATE) {SPAN})"
DAY_OR_TODAY = f"({DAY}|TODAY {SPAN})"
TODAY = f"(TODAY {SPAN})"
SOON = f"(NOW|PAST|TIME|{SPAN})"

NOW = "(NOW|PAST|TIME|SINCE TIME)* THANKS?"
#: What is cleared or cut: litter and what grows.
GROWN = f"((JUNK|TREE) {TAIL} ((OF|OF DET) {NOUN} {TAIL})*)"
