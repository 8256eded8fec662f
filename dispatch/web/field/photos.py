"""Photos that come with a form of a request: pictures alone, looked at by the virus scanner, stored first."""

from __future__ import annotations

from dataclasses import replace

from dispatch.web.acting.acts import NotDone
from dispatch.web.frame.visit import Visit
from intake.ledger.antivirus import inspector_from
from intake.ledger.loose_files import LooseFile, written_mail
from intake.mail.files.attachments import Attachments
from intake.mail.files.content_types import detect
from intake.message import ParsedAttachment
from models.errors import TemporaryFailure

#: What any browser shows; telephones make JPEGs of their own formats when a form asks for these.
PHOTOS = ("image/jpeg", "image/png", "image/webp", "image/gif")


def photos_of(visit: Visit) -> list[ParsedAttachment]:
    """The photos of the form, their bytes in the file store: nothing in the database names a file that is not
    there. Only their headers are read here.

    Raises NotDone for what is no picture, or holds a virus; TemporaryFailure while the scanner is away.
    """
    files = visit.form.files
    if not files:
        return []
    kinds = [detect(each.content, "", each.name) for each in files]
    if any(kind not in PHOTOS for kind in kinds):
        raise NotDone("not_a_photo")
    loose = [LooseFile(each.content, kind, each.name) for each, kind in zip(files, kinds, strict=True)]
    verdict = inspector_from(visit.board.settings.antivirus).inspect(written_mail(loose, "photos"))
    if verdict.outcome == "temporary":
        raise TemporaryFailure("The files cannot be looked at just now.", "antivirus away")
    if verdict.outcome == "refuse":
        raise NotDone("photo_infected")
    found = Attachments([])
    for file, kind in zip(files, kinds, strict=True):
        found.add(file.content, kind, file.name)
    for each in found.found:
        visit.board.files.put(each.content or b"")
    return [replace(each, content=None, decorative=False) for each in found.found]
