"""A notice as its reader has it, for an administrator who asks: the letter or the text, without sending it.

Written again from what the database holds now: after a change of state the labels are today's, the words
of people are those that were sent. The signed reply address is left out, and so are codes and links that
sign their reader in: whoever holds them may act in their name.
"""

from __future__ import annotations

from sqlmodel import Session

from dispatch.letters.contents import prepare
from dispatch.letters.enclosed.report import shown_alone
from dispatch.letters.mail import Letterbox
from dispatch.letters.render import Renderer
from dispatch.letters.rows import read_rows
from dispatch.notices.claimed import ClaimedNotice
from dispatch.notices.lists.listed import STRUCK
from dispatch.notices.secret.words import hidden
from dispatch.rules.in_force import Organisations
from intake.sms.short_codes import short_codes
from models.errors import GuichetError, PermanentFailure
from models.settings.settings import Settings
from models.signing.tokens import Signer
from models.tables.outbox import OutboundMessage


def reading_copy(
    session: Session, notice: OutboundMessage, settings: Settings, signer: Signer
) -> dict[str, str]:
    """`subject`, `text`, `html` and `files` of a letter, or `text` alone; `problem` says why there is
    none.
    """
    names = ClaimedNotice.__dataclass_fields__
    values = {name: getattr(notice, name) for name in names}
    claimed = ClaimedNotice(**{**values, "leased_until": notice.leased_until or notice.created_at})
    letterbox = Letterbox(
        signer, reply_address=settings.mail.reply_address, reply_days=settings.mail.reply_days
    )
    code = ""
    if claimed.channel == "sms" and claimed.request_id is not None and claimed.person_id is not None:
        code = short_codes(signer)[0].make(claimed.request_id, claimed.person_id)
    try:
        if not notice.recipient or STRUCK in notice.data:
            raise PermanentFailure("What it said was erased.")
        prepared = prepare(
            claimed,
            read_rows(session, [claimed]),
            Organisations().current(session).in_force,
            sender_name=settings.mail.sender_name,
            reply_address=settings.mail.reply_address,
            marker=letterbox.marker(claimed.id),
            short_code=code,
            max_attached_bytes=settings.outgoing.max_attached_bytes,
            words_of=hidden,
        )
        renderer = Renderer(settings.templates_dir)
        if claimed.channel == "sms":
            return {"text": renderer.text(prepared.view)}
        letter = renderer.email(prepared.view)
    except GuichetError as wrong:
        return {"problem": wrong.public}
    files = ", ".join(each.name for each in prepared.files)
    return {
        "subject": letter.subject,
        "text": letter.text,
        "html": shown_alone(letter.html, prepared.view),
        **({"files": files} if files else {}),
    }
