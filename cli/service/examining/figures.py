"""What `guichet doctor` says of the monthly mail: to whom it goes, and whether it can carry a PDF."""

from __future__ import annotations

from collections.abc import Iterator

from cli.office import Office
from cli.service.doctor_rooms import Seen
from models.errors import InvalidValue
from models.values import EmailAddress

#: A page as short as one can be, with a letter that asks for a font.
_TRIAL = '<html lang="fr"><head><title>Essai</title></head><body><p>É</p></body></html>'


def monthly_mail(office: Office) -> Iterator[Seen]:
    """Does the mail of figures go to addresses that are any, and what is missing for its PDF?"""
    from dispatch.letters.enclosed.pdf import as_pdf, why_no_pdf

    recipients = office.settings.report.recipients
    if not recipients:
        return
    for each in recipients:
        try:
            EmailAddress.parse(each)
        except InvalidValue:
            yield Seen(
                "error",
                f"The monthly figures cannot go to '{each[:80]}': that is no address.",
                "Correct recipients under [report] in settings.toml.",
            )
    missing = why_no_pdf()
    if missing:
        yield Seen(
            "warning",
            f"The monthly figures leave without their PDF. {missing}",
            "Install guichet[pdf], and Pango: apt install libpango-1.0-0 libpangoft2-1.0-0 "
            "libharfbuzz-subset0",
        )
    elif not (as_pdf(lambda: _TRIAL) or b"").startswith(b"%PDF"):
        yield Seen(
            "error",
            "A PDF was tried, and WeasyPrint could not make it: the monthly figures leave without.",
            "apt install --reinstall libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; then install "
            "guichet[pdf] anew.",
        )
    else:
        yield Seen(
            "ok", f"The monthly figures leave with charts and a PDF. Addresses they go to: {len(recipients)}."
        )
