"""Pages that the law asks for, from what is really set: the register of processing (GDPR art. 30), the
information page (art. 13), the declaration of accessibility (RGAA).
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from dispatch.letters.filters import day, phone
from models.organisation import Organisation
from models.settings.settings import Settings

_DIRECTORY = Path(__file__).resolve().parents[3] / "templates"


def privacy_page(
    name: str, locale: str, organisation: Organisation, settings: Settings, *, public: bool = False
) -> str:
    """`register`, `notice` or `accessibility` in `fr` or `en`, as Markdown. What only the town knows stands
    in brackets, to be completed; `public`: it is left out, since everybody reads the page as it is.
    """
    own_years = sorted(
        (each.label.text(locale), each.keep_years or settings.retention.requests_years, each.fate)
        for each in organisation.request_types
        if each.keep_years or each.fate != "destroy"
    )
    fields = sorted(
        {field.label.text(locale) for each in organisation.request_types for field in each.fields}
    )
    text = (
        _environment()
        .get_template(f"{locale}/privacy/{name}.txt")
        .render(
            town=organisation.town,
            hall=organisation.town.hall(locale),
            public=public,
            audit=settings.web.legal.audit,
            audited_by=settings.web.legal.audited_by,
            audit_percent=settings.web.legal.audit_percent,
            data_officer=settings.web.legal.data_officer,
            audited_on=_audited_on(settings, locale),
            services=[each.name for each in organisation.services if not each.closed],
            retention=settings.retention,
            keep_days=settings.backup.keep_days if settings.backup.destinations else 0,
            encrypted_backups=bool(settings.backup.destinations) and settings.backup.encrypt,
            checkpoints=bool(settings.audit.checkpoint_recipients),
            own_years=own_years,
            fields=fields,
            sms=settings.sms.carrier,
            partners=sorted(each.name for each in organisation.partners),
            officials=bool(organisation.officials),
            bucket=_bucket(settings),
            relay=settings.outgoing.relay.host if settings.outgoing.carrier == "smtp" else "",
            antivirus=bool(settings.antivirus.clamd),
        )
    )
    return text.rstrip() + "\n"


def _audited_on(settings: Settings, locale: str) -> str:
    """The day of the audit as people write it; '' without one."""
    written = settings.web.legal.audited_on
    return day(locale, "UTC", date.fromisoformat(written)) if written else ""


def _bucket(settings: Settings) -> str:
    """Who keeps the files when they are not on this machine."""
    kept = settings.files.s3
    if settings.files.store != "s3" or kept is None:
        return ""
    return urlsplit(kept.endpoint).hostname or "Amazon S3"


@cache
def _environment() -> Environment:
    made = Environment(  # noqa: S701  # Markdown for the town's own people, from the town's own files
        loader=FileSystemLoader(_DIRECTORY), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.filters["phone"] = phone
    return made
