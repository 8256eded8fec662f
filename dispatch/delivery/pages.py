"""Where the reader of a letter sees its request in a browser."""

from __future__ import annotations

from datetime import datetime, timedelta

from dispatch.letters.contents import Prepared
from dispatch.notices.details import Arrived, SetAsideDetails
from dispatch.notices.lists.listed import HeldMail
from models.settings.settings import Settings
from models.signing.tokens import Purpose, Signer
from models.vocabulary import Audience


def page_of(prepared: Prepared, signer: Signer, settings: Settings, now: datetime) -> str:
    """The tracking page of the requester, signed for them alone; for staff the request's own page, where they
    sign in. '' for texts, for partners outside, for those who only follow it, for what cannot
    be answered, and where the pages are closed.

    What says to somebody whom nothing proves that their mail came in has none: the page shows the words that
    the letter leaves out.
    """
    claimed, details = prepared.claimed, prepared.view.details
    request = prepared.view.request
    if not settings.pages_open or claimed.channel != "email":
        return ""
    base = settings.doors.http.public_url.rstrip("/")
    if claimed.audience == Audience.ADMINISTRATOR and isinstance(details, HeldMail | SetAsideDetails):
        return f"{base}/a-trier{_one_of(details)}"
    if request is None:
        return ""
    if prepared.notice.reply is None or claimed.request_id is None or claimed.person_id is None:
        return ""
    if claimed.audience == Audience.PARTNER or prepared.notice.to_follower:
        return ""
    if claimed.audience != Audience.REQUESTER:
        return f"{base}/demandes/{request.reference}"
    if isinstance(details, Arrived) and details.plain:
        return ""
    expires_at = now + timedelta(days=settings.mail.reply_days)
    return f"{base}/suivi/{signer.sign(Purpose.TRACK, claimed.request_id, claimed.person_id, expires_at)}"


def _one_of(details: HeldMail | SetAsideDetails) -> str:
    """`/42` of the one message that it tells of; '' of several."""
    if isinstance(details, SetAsideDetails):
        return f"/{details.inbound}"
    return f"/{details.items[0].inbound}" if details.total == 1 else ""
