"""The composition of texting: carrier, webhook, upload page, fetching, reconciliation, built from the
settings.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from fastapi import APIRouter
from pydantic import SecretStr

from cli.office import Office, now
from cli.service.assembly.gateways import gateway_name, gateway_proof, made_gateway, secret_of
from dispatch.delivery.carriers.interface import TextCarrier
from dispatch.delivery.carriers.text_files import NoTexts, TextFiles
from dispatch.delivery.eligibility import Hooks
from dispatch.delivery.text_limits import TextLimits
from dispatch.rules.in_force import Organisations
from dispatch.upkeep.loop import Loop
from dispatch.upkeep.missed_texts import Reconciliation
from dispatch.upkeep.photo_fetching import RemoteFiles
from dispatch.upkeep.refused_calls import Rejections
from dispatch.upkeep.schedule import Schedule
from dispatch.web.full_text_page import full_text_router
from dispatch.web.full_texts import FullTexts
from dispatch.web.uploads import Uploads
from intake.doors.http.gateway import gateway_router
from intake.doors.http.provider_calls import Accept
from intake.doors.http.upload import upload_router
from intake.ledger.antivirus import inspector_from
from intake.ledger.arrival import Arrival
from intake.ledger.reception import Reception
from models.errors import UserError
from models.organisation.town import Town
from models.settings.settings import Settings
from models.settings.sms_carriers import TextFilesSettings
from models.settings.texts import TwilioDoorSettings

#: How often calls turned away are written down.
REJECTIONS_SECONDS = 60.0
REJECTIONS = "sms rejections"


class Texting:
    """Everything by text message in one process; with the default settings almost nothing."""

    def __init__(
        self,
        office: Office,
        reception: Reception,
        organisations: Organisations,
        *,
        town: Town,
        on_told: Callable[[], None],
        owner: str = "",
    ) -> None:
        settings = office.settings
        self._settings = settings
        self._closing: list[Callable[[], None]] = []
        self.routers: list[APIRouter] = []
        self.loops: list[Loop] = []
        self._jobs: list[tuple[float, str, Callable[[], object]]] = []
        whole = FullTexts(office.database, office.signer, now, settings.doors.http.public_url)
        self.routers.append(full_text_router(whole.find, town.hall(town.locale)))
        limits = TextLimits(
            settings,
            organisations,
            town=town,
            reply_to=lambda: town.email or settings.mail.reply_address,
            phone=lambda: town.phone or "",
            page_of=whole.address if settings.doors.http.enabled else lambda _: "",
        )
        self.hooks: Hooks = limits.hooks()
        self.routers.append(
            upload_router(
                settings.sms.uploads,
                Uploads(office.database, office.signer, reception, now, inspector_from(settings.antivirus)),
                town.hall(town.locale),
                town.time_zone,
                settings.web.legal.audit if settings.web.board else "",
            )
        )
        self._rejections: Rejections | None = None
        self._reconciliation: Reconciliation | None = None
        if settings.doors.sms.enabled:
            self._rejections = Rejections(
                office.database,
                organisations,
                now,
                per_hour=settings.doors.sms.rejected_per_hour,
                on_told=on_told,
            )
            self._jobs.append((REJECTIONS_SECONDS, REJECTIONS, self.write_rejections))
            if settings.doors.sms.gateway is not None:
                proof, name = gateway_proof(settings), gateway_name(settings)
                self.routers.append(
                    gateway_router(
                        settings.doors.sms, name, proof, accepting(reception), self._rejections.note, now
                    )
                )
        account = settings.twilio
        if account is None or not (settings.doors.sms.enabled or settings.sms.carrier == "twilio"):
            return
        # Twilio's library is large, and only its customers wait for it.
        from dispatch.delivery.carriers.twilio import TwilioCarrier
        from dispatch.delivery.carriers.twilio_media import MediaFetcher
        from intake.doors.http.twilio import twilio_router

        token = twilio_token(settings)
        fetcher = MediaFetcher(account, token)
        self._closing.append(fetcher.close)
        files = RemoteFiles(
            office.database,
            fetcher,
            reception,
            organisations,
            now,
            on_told,
            inspector_from(settings.antivirus),
            owner,
        )
        self.loops.append(Loop("media", files.fetch_next, idle_seconds=2.0))
        if self._rejections is not None:
            self.routers.append(
                twilio_router(door_settings(settings), accepting(reception), self._rejections.note, now)
            )
        if settings.sms.reconcile_minutes:
            carrier = TwilioCarrier(account, token)
            self._closing.append(carrier.close)
            self._reconciliation = Reconciliation(
                office.database, carrier, reception, organisations, now, on_told
            )
            self._jobs.append((settings.sms.reconcile_minutes * 60.0, "sms reconciliation", self.reconcile))

    def carriers(self) -> dict[str, TextCarrier]:
        """A text carrier for one deliverer, under `sms`."""
        return {"sms": make_text_carrier(self._settings)}

    def plan(self, schedule: Schedule) -> None:
        """Put what happens by the clock into `schedule`."""
        for seconds, name, job in self._jobs:
            # Calls turned away are known to the process that answered them.
            schedule.every(seconds, name, job, alone=name != REJECTIONS)

    def reconcile(self) -> int:
        """Fetch now what the webhook missed; how many texts, 0 where nothing can be asked."""
        return self._reconciliation.run() if self._reconciliation is not None else 0

    def write_rejections(self) -> int:
        """Write down now which calls were turned away; how many."""
        return self._rejections.write() if self._rejections is not None else 0

    def close(self) -> None:
        for close in self._closing:
            close()


def make_text_carrier(settings: Settings) -> TextCarrier:
    """What takes texts away, by the settings. Raises UserError when a secret is missing."""
    match settings.sms.carrier:
        case "files":
            return TextFiles(TextFilesSettings(directory=settings.texts_dir))
        case "twilio" if settings.twilio is not None:
            from dispatch.delivery.carriers.twilio import TwilioCarrier

            return TwilioCarrier(settings.twilio, twilio_token(settings))
        case "gateway" if settings.sms.gateway is not None:
            return made_gateway(settings.sms.gateway, settings)
        case _:
            return NoTexts()


def twilio_token(settings: Settings) -> str:
    """The auth token of the account. Raises UserError when it is nowhere."""
    account = settings.twilio
    token = secret_of(account.auth_token, account.auth_token_file) if account is not None else ""
    if not token:
        raise UserError(
            "Twilio's auth token is missing: set sms.twilio.auth_token_file or "
            "GUICHET_SMS__TWILIO__AUTH_TOKEN."
        )
    return token


def door_settings(settings: Settings) -> TwilioDoorSettings:
    """What the webhook needs to believe a caller."""
    door, account = settings.doors.sms, settings.twilio
    assert account is not None
    tokens: Sequence[str] = (
        twilio_token(settings),
        secret_of(door.next_auth_token, door.next_auth_token_file),
    )
    return TwilioDoorSettings(
        public_url=account.public_url,
        fallback_public_url=door.fallback_public_url or None,
        auth_tokens=tuple(SecretStr(token) for token in tokens if token),
        shared_keys=door.shared_keys,
        max_body_bytes=door.max_body_bytes,
        max_fields=door.max_fields,
        read_timeout_seconds=door.read_timeout_seconds,
    )


def accepting(reception: Reception) -> Accept:
    """How the webhook makes a call durable: awaited, with every other door's arrivals in one commit."""

    async def accept(arrival: Arrival) -> int:
        return await asyncio.wrap_future(reception.submit(arrival))

    return accept
