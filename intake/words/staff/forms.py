"""The forms of order lines: the first word of each, and what follows it. Every one is matched against one line."""

from __future__ import annotations

import re
from typing import Literal

LineKind = Literal[
    "order", "building", "type", "priority", "due", "merge", "share", "opinion", "task", "canned", "note",
    "answer", "forward", "join", "apart", "part", "all", "visa", "correct", "unvisa",
    "send", "keep", "tag", "untag",
]  # fmt: skip
_COLON = r"[ ]?[:=][ ]?"
FORMS: tuple[tuple[LineKind, re.Pattern[str]], ...] = (
    ("priority", re.compile(rf"(?:priorite|priority)(?:{_COLON}|[ ])(?P<name>[a-z ]{{2,40}})[.!]?")),
    ("due", re.compile(rf"(?:echeance|date limite|due|deadline)(?:{_COLON}|[ ])(?P<name>[^:]{{2,60}})")),
    ("building", re.compile(rf"(?:batiment|building|lieu|site)(?:{_COLON}|[ ])(?P<name>[^:,;]{{2,120}})")),
    ("type", re.compile(rf"(?:type)(?: de demande)?(?:{_COLON}|[ ])(?P<name>[^:,;]{{2,120}})")),
    ("tag", re.compile(r"(?:etiquettes?|mots?[ -]cles?|tags?)[ ]?[:=][ ]?(?P<name>[^:]{2,300})")),
    (
        "untag",
        re.compile(r"(?:(?:sans|retire[rz]?|enleve[rz]?|supprime[rz]?|without|remove|no)[ ])(?:l'|les |the )?"
                   r"(?:etiquettes?|mots?[ -]cles?|tags?)[ ]?[:=][ ]?(?P<name>[^:]{2,300})"),
    ),
    (
        "merge",
        re.compile(
            rf"(?:fusionne[rz]?|fusion|reuni[rst]?|reunissez|merge)(?:{_COLON}|[ ])(?:(?:avec|dans|a|et|with|into|la|le|demande|request|n[o°]?|ref)[ .]*){{0,4}}"
            r"(?P<name>(?:20\d\d-)?\d{1,7})[.!]?"
        ),
    ),
    (
        "join",
        re.compile(r"(?:(?:tout |les )?(?:reuni[rst]?|reunissez|rassemble[rz]?)(?: tout| les (?:deux|demandes|signalements))?"
                   r"|(?:c'est le )?meme incident|join(?: them| all| them all)?)(?P<name>)[ ]?[.!]?"),
    ),
    (
        "apart",
        re.compile(r"(?:a part|(?:un )?autre (?:incident|probleme)|(?:ce n'est )?pas le meme (?:incident|probleme)|(?:an)?other incident)"
                   r"(?P<name>)[ ]?[.!]?"),
    ),
    (
        "part",
        re.compile(rf"(?:detache[rz]?|sortir|detach|unmerge)(?:{_COLON}|[ ])(?:(?:la|le|de|demande|request|n[o°]?|ref)[ .]*){{0,4}}"
                   r"(?P<name>(?:20\d\d-)?\d{1,7})[.!]?"),
    ),
    # The buttons under a partner's answer name it: other words may wait, too.
    ("send", re.compile(r"(?:envoye[rz]|envoie|send)[ ](?:la reponse[ ])?(?:n[o°][ ]?)?(?P<name>\d{1,9})[ ]?[.!]?")),
    ("keep", re.compile(r"note[ ](?:n[o°][ ]?)?(?P<name>\d{1,9})[ ]?[.!]?")),
    (
        "visa",
        re.compile(
            r"(?:je )?(?:vise[rz]?|visa(?: ok| accorde)?|approuve[rz]?|approve)[ ]?(?:n[o°][ ]?)?(?P<name>\d{0,9})[ ]?[.!]?"
        ),
    ),
    (
        "unvisa",
        re.compile(
            r"(?:ne (?:pas viser|vise pas)|(?:pas|refus) de visa|do not approve)[ ]?(?:n[o°][ ]?)?(?P<name>\d{0,9})[ ]?"
            r"(?P<text>(?::.{0,450})?)[.!]?"
        ),
    ),
    ("share", re.compile(rf"(?:partage[rz]?|share)(?: (?:avec|a|with))?(?:{_COLON}|[ ])(?P<name>[^:]*@[^:]{{1,300}})")),
    ("opinion", re.compile(r"(?:(?:demande d')?avis a|opinion of|ask)[ ](?P<name>[^:]{1,80}?)[ ]?:[ ]?(?P<text>.+)")),
    ("task", re.compile(r"(?:tache|task)(?: (?:pour|a|for|to))?[ ](?P<name>[^:\d][^:]{0,80}?)[ ]?:[ ]?(?P<text>.+)")),
    (
        "canned",
        re.compile(r"(?:reponse|answer)(?: (?:type|standard))?(?: n[o°]?)?[ ](?P<name>\d{1,3}|[a-z0-9]{2,30}(?:-[a-z0-9]{1,30}){1,5})[.!]?"),
    ),
)  # fmt: skip
#: What makes the rest of a message a note, or words for the requester.
NOTE = re.compile(r"(?:note(?: interne)?|internal note)[ ]?:[ ]?")
ANSWER = re.compile(r"(?:reponse|answer|reply)[ ]?:[ ]?")
#: A manager's own words in place of those that wait for a visa.
CORRECT = re.compile(r"(?:corrige[rz]?|correction|correct)[ ]?(?:n[o°][ ]?)?(?P<name>\d{0,9})[ ]?:")
#: Words for the requester and for all whose requests were joined to this one.
ALL = re.compile(
    r"(?:(?:reponse |repondre |envoyer )?a (?:tous|toutes|tout le monde|tous les demandeurs)|(?:answer |send )?to all)[ ]?(?P<colon>:?)[ ]?"
)
