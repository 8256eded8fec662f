"""English words of orders, by the part they play in a sentence, as in the French ones."""

from __future__ import annotations

from intake.words.lexicon.listed import word_set

PHRASES: dict[str, str] = {
    "DONE": "done|closed|solved|resolved|completed|finished|sorted|dealt with|settled",
    "FIX": "fixed|repaired|replaced|cleaned|mended|unblocked|repainted|restored",
    "CLEAR": "removed|collected|cleared|taken away",
    "PUT": "installed|delivered|fitted",
    "PLAN": "planned|scheduled|booked|postponed|rescheduled|moved|planned for|scheduled for",
    "IT": "it's|it is|it has been|all is|that's|this is|this has been",
    "COP": "is|are|has been|have been|was|were|is now",
    "WEHAVE": "i have|we have|i've|we've|i|we",
    "AND": "and|then",
    "DET": "the|this|your|our|these",
    "WORK": "request|job|works|repair|issue|problem|case|ticket|matter|work",
    "THING": "light|lights|lamp|bulb|gate|door|lock|bench|pothole|pavement|leak|tap|pipe|sign|fence|drain|window|boiler|heating",
    "JUNK": "rubbish|waste|graffiti|car|vehicle|nest",
    "CLOSE": "please close|you can close|i close|closing|to be closed|can be closed|you may close",
    "ENDED": "all good now|all done|nothing left to do|job done",
    "WORKS": "it works|works again|works|working again|it works again|all working",
    "ASSENT": "yes|noted|seen|right|fine",
    "THANKS": "thanks|thank you|please|cheers|thank you for letting us know|thanks for letting us know|many thanks",
    "PAST": "yesterday|today|this morning|this afternoon|just now|last night|last week",
    "NOW": "now|right now|straight away|today",
    "TAKEN": "taken|in progress|mine|on it|working on it",
    "TAKE": "i take it|i'm on it|i'll take it|i'll take this|we're on it|i take this one|i'll deal with it|i'm dealing with it|taking it",
    "WEGO": "we will come|we'll come|i will come|we come|we will be there|the team will come|we'll do it|we will do it",
    "ATDATE": "on|for|at|the",
    "MOMENT": "morning|afternoon|evening|in the morning|in the afternoon|in the evening",
    "WAITHEAD": "on hold|waiting for|awaiting|put on hold|waiting",
    "REFUSEHEAD": "refused|rejected|declined|to be refused|not ours to fix|no action",
    "REOPEN": "reopen|reopened|please reopen|i reopen|reopening",
    "MISTAKE": "by mistake|too soon",
    "DUP": "duplicate|a duplicate|same request|same issue",
    "SEE": "see|of|as|with|number",
    "GIVE": "please pass this|pass this|pass|assign|reassign|forward|transfer|please forward|please transfer|please reassign|please assign|forward this|please forward this|i pass this",
    "TO": "to|to the|over to|on to",
    "CONCERNS": "this is for|that's for|it's for|for",
    "MISROUTED": "not for us|not ours|wrong service|not mine|not for me",
    "HANDLE": "handle it|deal with it",
    "PHOTO": "photo attached|see photo|photos attached|picture attached",
}  # fmt: skip

WAITS_FOR_REQUESTER = frozenset(
    ["requester", "resident", "applicant", "photo", "photos", "proof", "identity", "reply"]
)
WAITS_FOR_US = word_set(
    """internally part parts quote supplier delivery contractor budget vote weather equipment approval
    inspection order ordered"""
)
