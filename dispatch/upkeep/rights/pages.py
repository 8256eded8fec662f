"""The register of processing (art. 30) and the information page (art. 13), from what is really set."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from models.organisation import Organisation
from models.settings.settings import Settings
from models.values import PhoneNumber

_DIRECTORY = Path(__file__).resolve().parents[3] / "templates"


def privacy_page(name: str, locale: str, organisation: Organisation, settings: Settings) -> str:
    """`register` or `notice` in `fr` or `en`, as Markdown. What only the town knows stands in brackets."""
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
            phone=PhoneNumber(organisation.town.phone).national if organisation.town.phone else "",
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


def _bucket(settings: Settings) -> str:
    """Who keeps the files when they are not on this machine."""
    kept = settings.files.s3
    if settings.files.store != "s3" or kept is None:
        return ""
    return urlsplit(kept.endpoint).hostname or "Amazon S3"


@cache
def _environment() -> Environment:
    return Environment(  # noqa: S701  # Markdown for the town's own people, from the town's own files
        loader=FileSystemLoader(_DIRECTORY), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
