"""What an agent answers when a notice of ours asked whether their words are for the requester: « ok pour l’envoi ».

answer = [assent] (send / keep) [whom]      nothing else in the message
"""

from __future__ import annotations

import re
from typing import Literal

from intake.words.sentences import read_letter
from models.folding import fold, words

_ASSENT = r"(?:(?:ok|okay|oui|d accord|c est bon|c est ok|entendu|parfait|go|yes|bien sur|vas y|allez y|pas de souci)[ ])*"
_WHOM = r"(?:[ ](?:le|la|les|ca|cela|tel quel|telle quelle|au demandeur|a la demandeuse|a l usager|it|to them|merci|svp|stp|please))*"
_SEND = re.compile(
    rf"{_ASSENT}(?:pour[ ])?(?:(?:tu peux|vous pouvez|on peut|je veux|je confirme|merci de|you can)[ ])?"
    rf"(?:l[ ]|les[ ])?(?:envoyer|envoie|envoyez|envoi|l envoi|envoi au demandeur|send){_WHOM}"
)
_KEEP = re.compile(
    rf"(?:non[ ]|no[ ])?{_ASSENT}(?:(?:a[ ])?(?:garder|garde|gardez|laisse|laissez|conserver|conservez|mettre|mets|mettez|keep)[ ])?"
    rf"(?:(?:le|la|les|ca|cela|it)[ ])?(?:juste[ ]|simplement[ ]|just[ ])?(?:en[ ]|as[ ]a[ ]|une[ ])?note(?:[ ]interne)?{_WHOM}"
    r"|(?:non[ ]|no[ ])?(?:(?:il ne )?faut pas|ne pas|n|ne|don t|do not)[ ](?:l[ ]|les[ ])?(?:envoyer|envoie|envoyez|send)"
    rf"(?:[ ]pas)?{_WHOM}"
)
#: Longer messages say something else.
_WORDS = 12


def answer_to_our_question(text: str) -> Literal["send", "keep"] | None:
    """What `text` answers, and nothing besides; None for any other words. Linear in `text`."""
    letter = read_letter(text)
    if letter.cut or any(sentence.asks for sentence in letter.sentences):
        return None
    said = words(fold(letter.body))
    if not said or len(said) > _WORDS:
        return None
    whole = " ".join(said)
    if _KEEP.fullmatch(whole):
        return "keep"
    return "send" if _SEND.fullmatch(whole) else None
