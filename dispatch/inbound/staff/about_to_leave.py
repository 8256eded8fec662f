"""Words that leave in a moment: a copy to whoever wrote them, who can still withdraw them."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from dispatch.history.change import Change
from dispatch.inbound.case import Case
from dispatch.inbound.outside.partner_words import answered_notice
from dispatch.letters.enclosed.attached import stays_behind
from dispatch.notices.details import AnswerWaits
from dispatch.notices.joined import joined_to
from dispatch.notices.tell import News, tell_person
from models.folding import fold, words
from models.tables.columns import table_of
from models.tables.outbox import OutboundMessage, OutboundState
from models.tables.requests import Attachment
from models.vocabulary import Audience

_attachments, _outbox = table_of(Attachment), table_of(OutboundMessage)
#: What people answer to « votre message part dans un instant » when it must not: the words of its button, and
#: their kin.
_HOLD_IT = frozenset((
    "ne pas envoyer", "pas envoyer", "n envoyez pas", "n envoie pas", "ne l envoyez pas", "ne rien envoyer",
    "non", "no", "non merci", "attends", "attendez", "attendre", "pas encore", "pas maintenant", "retirer",
    "retire", "a retirer", "retirez", "supprimer", "garder", "garder en note", "note", "note interne",
    "interne", "erreur", "do not send", "don t send", "not yet", "wait", "keep",
))  # fmt: skip


def held_back(case: Case, written: str) -> str:
    """The order « annuler » where words about to leave are answered by « ne pas envoyer » or its kin; else
    what was written. Constant: a few words are looked at.
    """
    if len(written) > 60 or " ".join(words(fold(written))) not in _HOLD_IT or case.request is None:
        return written
    answered = answered_notice(case)
    if answered is None or answered.notice != "answer_waits":
        return written
    waits = sa.select(_outbox.c.id).where(
        _outbox.c.request_id == case.request.id,
        _outbox.c.audience == Audience.REQUESTER,
        _outbox.c.state == OutboundState.QUEUED,
    )
    return written if case.session.connection().execute(waits.limit(1)).first() is None else "annuler"


def others_joined(change: Change) -> int:
    """How many others reported the same and do not read words written to one requester."""
    return len(joined_to(change.session, change.request.id))


def tell_it_waits(
    case: Case,
    change: Change,
    text: str,
    *,
    others: int = 0,
    files: Sequence[int] | None = None,
    state: str = "",
) -> None:
    """A copy to the agent of what is about to leave, which one word withdraws; nothing when it leaves at
    once. `others` reported the same, and do not get it unless the agent says so. `files` go along: those of
    the message unless ids are given. `state` is the label of the one that the words led to, '' for none.
    """
    seconds = case.settings.agents.publish_delay_seconds
    if seconds == 0 or case.sender.contact is None or case.automatic:
        return
    first = _was_never_told(case, case.sender.contact.person_id)
    waits = AnswerWaits(
        text=text[:20_000],
        seconds=seconds,
        others=others,
        first=first,
        state=state,
        staying=_staying(case, text, files),
    )
    news = News("answer_waits", data=waits.model_dump(mode="json"))
    tell_person(change, news, case.sender.contact, Audience.AGENT)


def _staying(case: Case, text: str, files: Sequence[int] | None) -> tuple[str, ...]:
    """Names of the files that these words do not take along: said now, while they can be withdrawn."""
    if files is None:
        going = [each for each in case.parsed.attachments if not each.decorative]
        return tuple(
            each.shown_name or each.filename
            for each in going
            if stays_behind(each.filename, each.content_type, text)
        )
    if not files:
        return ()
    columns = (_attachments.c.filename, _attachments.c.shown_name, _attachments.c.content_type)
    found = sa.select(*columns).where(_attachments.c.id.in_(files)).order_by(_attachments.c.id)
    return tuple(
        shown or name
        for name, shown, kind in case.session.connection().execute(found)
        if stays_behind(name, kind, text)
    )


def _was_never_told(case: Case, person_id: int) -> bool:
    told = sa.select(_outbox.c.id).where(_outbox.c.person_id == person_id, _outbox.c.notice == "answer_waits")
    return case.session.connection().execute(told.limit(1)).first() is None
