"""Files that did not travel along with a letter: said in the history, and to whoever works on the request."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from dispatch.history.actor import SYSTEM
from dispatch.history.change import Change
from dispatch.history.request import read_request
from dispatch.notices.claimed import ClaimedNotice
from dispatch.notices.tell import News, tell_staff
from models.store.organisations import InForce
from models.tables.requests import EntryKind

_SAID = {
    "fr": (
        "Non joint à la lettre envoyée à {who}\u00a0: {files}. Un fichier dont nous ne pouvons pas retirer "
        "ce qu’il dit de plus que ce qu’il montre (vidéo, bureautique, PDF verrouillé, signé, abîmé) ne part "
        "que si vos mots le demandent\u00a0: "
        "«\u00a0avec la vidéo\u00a0», «\u00a0ci-joint\u00a0», ou son nom. "
        "Pour l’envoyer, écrivez de nouveau avec ces mots, et le fichier si vous l’aviez joint. "
        "Une image illisible ne part jamais."
    ),
    "en": (
        "Not attached to the letter sent to {who}: {files}. A file from which we cannot take what it tells "
        "beyond what it shows (a video, an office document, a PDF that is locked, signed or damaged) leaves "
        "only when your words ask for it: “with the video”, “is attached”, or its name. To send it, write "
        "again with these words, and the file if you had attached it. A picture that cannot be read never "
        "leaves."
    ),
}
#: To a partner's server go pictures, where it takes any; the rest is for somebody to send.
_BY_CALL = {
    "fr": (
        "Resté à la mairie, car le serveur de {who} ne le prend pas : {files}. "
        "Si {who} en a besoin, envoyez-le par courriel à {address}."
    ),
    "en": (
        "Kept at the town hall, for the server of {who} does not take it: {files}. "
        "If {who} needs it, send it by e-mail to {address}."
    ),
}


def tell_left_out(
    session: Session,
    in_force: InForce,
    claimed: ClaimedNotice,
    names: Sequence[str],
    now: datetime,
    *,
    by_call: bool = False,
) -> None:
    """Tell it once for what was written, however many read it. Nothing about what belongs to no request.
    `by_call`: it went to a partner's server, in a call instead of a letter.
    """
    if claimed.request_id is None:
        return
    request = read_request(session, in_force, claimed.request_id)
    if request is None:
        return
    change = Change(session, in_force, request, SYSTEM, f"left_out:{claimed.entry_id or claimed.id}", now)
    who = claimed.recipient_name or claimed.recipient
    sentences = _BY_CALL if by_call else _SAID
    said = sentences.get(in_force.organisation.town.locale, sentences["fr"]).format(
        who=who, files=", ".join(names), address=claimed.recipient
    )
    entry_id = change.write(EntryKind.NOTE, text=said, data={"outbound": claimed.id})
    tell_staff(change, News("note_added", entry_id, {"text": said}))
