"""What keeps texts polite and affordable: quiet hours, the alphabet, length, the month's budget, a cap per
number.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.delivery.eligibility import Hooks, Wait
from dispatch.delivery.quiet_hours import QuietHours
from dispatch.letters.segments import cost, fit, to_gsm7
from dispatch.notices import outside_requests
from dispatch.notices.alerts import alert_of
from dispatch.notices.claimed import ClaimedNotice
from dispatch.notices.queue import outbox
from dispatch.rules.in_force import Organisations
from models.organisation import Town
from models.settings.settings import Settings
from models.settings.texts import Transliteration
from models.vocabulary import Audience

MICROS = 1_000_000
#: How long a text over the budget or the cap of its number waits before it is looked at again.
LOOK_AGAIN = timedelta(hours=1)
#: What goes whatever the limits say: somebody asked for silence, and is told once that it is heard; somebody
#: may be in danger.
_ALWAYS = frozenset({"opted_out", "danger", "overdue"})
#: What anybody can have sent to any number, by typing it into our page: counted by itself, so that nobody
#: keeps other texts from their reader.
_TYPED_BY_ANYBODY = "sign_in"
_REST = {"fr": "... (suite : {way})", "en": "... (more: {way})"}
_NO_ANSWER = {
    "fr": "Ne répondez pas à ce SMS : écrivez à {address}.",
    "en": "Do not answer this text: write to {address}.",
}


class TextLimits:
    """The hooks of delivery for texts, by the settings. Raises InvalidValue for quiet hours that make no
    sense.
    """

    def __init__(
        self,
        settings: Settings,
        organisations: Organisations,
        *,
        town: Town,
        reply_to: Callable[[], str],
        phone: Callable[[], str],
        page_of: Callable[[ClaimedNotice], str] = lambda _: "",
    ) -> None:
        """`reply_to` and `phone` give the town's address and number, when a text must name them; `page_of`
        the address where the words of a notice stand whole, '' when nowhere.
        """
        self._texts = settings.sms.texts
        self._quiet = QuietHours(settings.sms.quiet_hours, town.zone, town.holidays)
        self._zone = town.zone
        self._organisations = organisations
        self._reply_to = reply_to
        self._phone = phone
        self._page_of = page_of
        self._one_way = not settings.texts_are_answered

    def hooks(self) -> Hooks:
        """These limits as delivery asks for them; letters pass untouched."""
        return Hooks(
            hold_until=self.hold_until,
            wait_for=self.wait_for,
            shape_text=self.shape_text,
            cost_of=self.cost_of,
        )

    def hold_until(self, channel: str, now: datetime) -> datetime | None:
        """The end of the quiet hours, None outside them."""
        if channel != "sms":
            return None
        opens_at = self._quiet.next_allowed(now)
        return opens_at if opens_at > now else None

    def shape_text(self, words: str, claimed: ClaimedNotice) -> str:
        """`words` as they travel: in the cheap alphabet where the settings allow it, cut to the most
        segments.

        What is cut says where the rest is; from a sender that takes no answer, where to write instead.
        """
        locale = "en" if claimed.locale == "en" else "fr"
        level: Transliteration = self._texts.transliteration.get(locale, "off")
        tail = ""
        if self._one_way and claimed.audience == "requester":
            tail = " " + to_gsm7(_NO_ANSWER[locale].format(address=self._reply_to()), level)
        whole = to_gsm7(words, level) + tail
        way = self._page_of(claimed) or self._phone() or self._reply_to()
        rest = to_gsm7(_REST[locale].format(way=way), level)
        return fit(whole, self._texts.max_segments, rest + tail)

    def cost_of(self, segments: int) -> int:
        """Their price in millionths of the currency."""
        return int(cost(segments, self._texts.price_per_segment) * MICROS)

    def wait_for(self, session: Session, claimed: ClaimedNotice, now: datetime) -> Wait | None:
        """Hold a text back when its number had its share of the day, or the month's money is spent."""
        if claimed.channel != "sms" or claimed.notice in _ALWAYS:
            return None
        most, setting = self._texts.per_number_per_day, "per_number_per_day"
        counted = outbox.c.audience == Audience.REQUESTER
        if claimed.audience != Audience.REQUESTER:
            most, setting = self._texts.per_staff_number_per_day, "per_staff_number_per_day"
            counted = sa.not_(counted)
        typed = outbox.c.notice == _TYPED_BY_ANYBODY
        sent_today = (
            session.connection()
            .execute(
                sa.select(sa.func.count())
                .select_from(outbox)
                .where(
                    outbox.c.recipient == claimed.recipient,
                    outbox.c.channel == "sms",
                    # Those before it in hand leave at the same moment: a batch must not jump the limit.
                    sa.or_(
                        outbox.c.sent_at > now - timedelta(days=1),
                        sa.and_(outbox.c.leased_until > now, outbox.c.id < claimed.id),
                    ),
                    counted,
                    typed if claimed.notice == _TYPED_BY_ANYBODY else sa.not_(typed),
                )
            )
            .scalar_one()
        )
        if sent_today >= most:
            return Wait(
                now + LOOK_AGAIN,
                f"This number had {sent_today} texts in a day (sms.texts.{setting}): it waits.",
            )
        return self._over_budget(session, now)

    def spent(self, session: Session, now: datetime) -> Decimal:
        """What the texts of this month (local time) have cost."""
        month = now.astimezone(self._zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        query = sa.select(sa.func.coalesce(sa.func.sum(outbox.c.cost_micros), 0)).where(
            outbox.c.channel == "sms", outbox.c.sent_at >= month
        )
        return Decimal(int(session.connection().execute(query).scalar_one())) / MICROS

    def _over_budget(self, session: Session, now: datetime) -> Wait | None:
        budget = self._texts.monthly_budget
        if budget is None:
            return None
        spent, currency = self.spent(session, now), self._texts.currency
        if spent + self._texts.price_per_segment > budget:
            self._alert(session, now, 100, alert_of("budget_spent", budget=budget, currency=currency))
            return Wait(now + LOOK_AGAIN, "The month's budget for texts is spent (sms.texts.monthly_budget).")
        if spent * 100 >= budget * self._texts.budget_alert_percent:
            percent = int(spent * 100 / budget)
            told = alert_of(
                "budget_share", percent=percent, spent=f"{spent:.2f}", budget=budget, currency=currency
            )
            self._alert(session, now, self._texts.budget_alert_percent, told)
        return None

    def _alert(self, session: Session, now: datetime, share: int, told: dict[str, Any]) -> None:
        month = now.astimezone(self._zone).strftime("%Y-%m")
        outside_requests.tell_administrators(
            session,
            self._organisations.current(session).in_force,
            "alert",
            f"sms-budget:{month}:{share}",
            now,
            data={**told, "command": "guichet doctor sms"},
        )
