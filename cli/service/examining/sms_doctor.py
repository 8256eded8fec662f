"""What `guichet doctor sms` looks at: the account, the public address, the money, what waits."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from cli.office import Office, now
from cli.present import on_the_clock
from cli.service.assembly.texting import make_text_carrier, twilio_token
from cli.service.examining.sms_findings import Finding, gateway_findings, is_reachable
from cli.speaking.language import language
from cli.speaking.translate import say
from dispatch.delivery.carriers.twilio import TwilioCarrier
from dispatch.delivery.text_limits import TextLimits
from dispatch.notices.queue import outbox
from dispatch.queries.figures.money import money
from dispatch.rules.in_force import Organisations
from models.errors import GuichetError, UserError
from models.tables.columns import table_of
from models.tables.ledger import Door, InboundMessage
from models.tables.outbox import OutboundState
from models.tables.texts import RemoteFile, RemoteFileState

_ledger, _files = table_of(InboundMessage), table_of(RemoteFile)


def examine(office: Office) -> list[Finding]:
    """Everything found, in the order to read it. Raises UserError only when the database is not there."""
    settings = office.settings
    only_files = settings.sms.carrier == "files" and settings.outgoing.carrier != "files"
    found = [
        Finding(
            "Carrier",
            settings.sms.carrier,
            "Mail leaves, but texts are only written to files: set sms.carrier." if only_files else "",
        )
    ]
    found.append(_account(office))
    if settings.doors.sms.enabled and settings.twilio is not None:
        found.append(_address(office))
    found += gateway_findings(settings)
    return [*found, *_records(office)]


def _account(office: Office) -> Finding:
    settings = office.settings
    try:
        if settings.sms.carrier != "twilio" or settings.twilio is None:
            make_text_carrier(settings).close()
            return Finding("Account", "not asked: only Twilio can be asked without sending")
        twilio = TwilioCarrier(settings.twilio, twilio_token(settings))
        try:
            twilio.check()
        finally:
            twilio.close()
    except UserError as wrong:
        return Finding("Account", "the settings are not complete", wrong.public)
    except GuichetError as wrong:
        return Finding("Account", "refused or not reached", f"{wrong.public} ({wrong.private})")
    return Finding("Account", "Twilio answers and knows it")


def _address(office: Office) -> Finding:
    account = office.settings.twilio
    address = account.public_url if account is not None else ""
    if not is_reachable(address):
        return Finding(
            "Webhook",
            f"{address}/sms/twilio",
            "Twilio can hardly reach this: set doors.http.public_url to the https address of the "
            "reverse proxy.",
        )
    return Finding("Webhook", f"{address}/sms/twilio, and /sms/twilio/fallback")


def _records(office: Office) -> list[Finding]:
    organisations, moment = Organisations(), now()
    with office.database.reading() as session:
        town = organisations.current(session).in_force.organisation.town
        limits = TextLimits(
            office.settings,
            organisations,
            town=town,
            reply_to=lambda: town.email or "",
            phone=lambda: town.phone or "",
        )
        spent = limits.spent(session, moment)
        connection = session.connection()
        last = connection.execute(
            sa.select(sa.func.max(_ledger.c.received_at)).where(_ledger.c.door == "sms")
        ).scalar()
        queued = connection.execute(
            sa.select(sa.func.count())
            .select_from(outbox)
            .where(
                outbox.c.channel == "sms",
                outbox.c.state == OutboundState.QUEUED,
                outbox.c.next_attempt_at < moment - timedelta(minutes=15),
            )
        ).scalar_one()
        unknown = connection.execute(
            sa.select(sa.func.count())
            .select_from(_ledger)
            .where(
                _ledger.c.door == Door.RECEIPTS,
                _ledger.c.received_at > moment - timedelta(days=7),
                _ledger.c.reason.contains("does not know"),
            )
        ).scalar_one()
        lost = connection.execute(
            sa.select(sa.func.count()).select_from(_files).where(_files.c.state == RemoteFileState.FAILED)
        ).scalar_one()
    texts = office.settings.sms.texts
    budget = (
        f" of {money(texts.monthly_budget, texts.currency, language())}"
        if texts.monthly_budget is not None
        else ", no budget is set"
    )
    over = texts.monthly_budget is not None and spent + texts.price_per_segment > texts.monthly_budget
    return [
        Finding("Last text in", on_the_clock(last, town.zone) if last else "none yet"),
        Finding(
            "Spent this month",
            f"{money(spent, texts.currency, language())}{say(budget)}",
            "The budget is spent: texts wait (sms.texts.monthly_budget)." if over else "",
        ),
        Finding(
            "Waiting to be sent",
            f"{queued} are overdue",
            "guichet outbox list --state queued shows them: is `guichet serve` running?" if queued else "",
        ),
        Finding(
            "Receipts not understood",
            f"{unknown} in seven days",
            "guichet inbox list shows the provider's words: add them to doors.sms.gateway.statuses."
            if unknown
            else "",
        ),
        Finding("Photos that could not be fetched", str(lost)),
    ]
