"""Examples of what notices say of a citizen's one word."""

from __future__ import annotations

from dispatch.letters.examples.requests import RECEIVED
from dispatch.notices import details, done
from dispatch.notices.details import Details
from dispatch.notices.lists import listed

WORDS: dict[type[Details], tuple[Details, ...]] = {
    done.WishToConfirm: tuple(
        done.WishToConfirm(wish=wish, language="en", received_at=RECEIVED, asked_at=RECEIVED)
        for wish in ("cancel", "stop", "start", "language")
    ),
    done.ContactChange: (
        done.ContactChange(
            side="old", other="jeanne.nouvelle@example.org", change="a1", asked_at=RECEIVED, minutes=2880,
            code="482913",
        ),
        done.ContactChange(side="new", change="a1", asked_at=RECEIVED, minutes=2880, code="482913"),
    ),
    details.ContactChanged: tuple(
        details.ContactChanged(what=what) for what in ("changed", "refused", "expired")
    ),
    done.FollowInvitation: (done.FollowInvitation(received_at=RECEIVED, asked_at=RECEIVED, days=30),),
    done.Copy: (done.Copy(), done.Copy(unnamed=True, takes_part=True)),
    done.FollowerNews: (
        done.FollowerNews(state="planifiée", date=RECEIVED.date(), comment="Avec une nacelle."),
        done.FollowerNews(text="Le lampadaire sera réparé avant la fin du mois."),
    ),
    listed.RequesterWrote: (
        listed.RequesterWrote(),
        listed.RequesterWrote(may_split=True),
        listed.RequesterWrote(mark=2),
        *(
            listed.RequesterWrote(wish=wish, closes_itself=closes, hours=48)
            for wish in ("done", "late", "joined", "unproved", "written")
            for closes in (True, False)
        ),
    ),
    done.WordAnswered: (
        *(
            done.WordAnswered(what=what)
            for what in ("stopped", "stopped_already", "started", "language", "language_unknown",
                         "closed_already", "too_late", "follows", "follows_no_more")
        ),
        *(
            done.WordAnswered(what="perhaps", perhaps=perhaps)
            for perhaps in ("track", "cancel", "stop", "start", "language")
        ),
    ),
}  # fmt: skip
