"""The files of a mail: named safely, typed by content, containers opened, signature pictures told apart."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace

from intake.mail.files import outlook, photos
from intake.mail.files.content_types import detect
from intake.mail.files.filenames import safe_name, shown_name
from intake.mail.files.tnef import NoTnef, read_winmail
from intake.mail.wire.limits import DEFAULT, Limits
from intake.message import ParsedAttachment

_LOGO_NAME = re.compile(
    r"(?:image\d{3}|outlook-[\w-]{1,60}|logo[\w .-]{0,40}|signature[\w "
    r".-]{0,40}|facebook|twitter|linkedin|instagram|youtube|spacer|pixel|banner|bandeau)\.(?:png|gif|jpe?g|bmp|webp|svg)",
    re.IGNORECASE,
)
_LOGO_BYTES = 60_000
_LOGO_PIXELS = 400 * 200


class Attachments:
    """Collects what comes along with one message, within its limits."""

    def __init__(self, defects: list[str], limits: Limits = DEFAULT) -> None:
        self.found: list[ParsedAttachment] = []
        self.defects = defects
        self.limits = limits
        #: The text inside winmail.dat (bytes, type, charset) when one came along and has a text.
        self.container_text: tuple[bytes, str, str] | None = None
        self._unpacked = 0

    def add(
        self,
        content: bytes,
        declared: str,
        name: str = "",
        *,
        inline: bool = False,
        content_id: str = "",
        text: str = "",
        derived_from: str = "",
        is_body: bool = False,
    ) -> ParsedAttachment | None:
        """Take one file, and the files inside it when it is an Outlook container; None beyond the limits.

        `is_body`: its words stand in the text already.
        """
        if len(self.found) >= self.limits.attachments:
            self._note(f"Only the first {self.limits.attachments} attachments were read.")
            return None
        kind = declared if declared == "message/rfc822" else detect(content, declared, name)
        attachment = ParsedAttachment(
            filename=safe_name(name, kind, len(self.found) + 1),
            shown_name=shown_name(name),
            content_type=kind,
            size_bytes=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            content=content,
            inline=inline,
            content_id=content_id[:300],
            derived_from=derived_from,
            text=text[: self.limits.text_chars],
            decorative=is_body,
        )
        if kind.startswith("image/"):
            attachment = self._picture(attachment, content)
        elif kind == "application/vnd.ms-outlook" and not text:
            attachment = replace(attachment, text=outlook.read_msg(content)[: self.limits.text_chars])
        self.found.append(attachment)
        if kind == "application/ms-tnef" and not derived_from:
            self._open_tnef(content, attachment.sha256)
        return attachment

    def _picture(self, attachment: ParsedAttachment, content: bytes) -> ParsedAttachment:
        seen = photos.look(content, self.limits)
        if seen is None:
            return attachment
        return replace(
            attachment,
            decorative=_is_decorative(attachment, seen),
            latitude=seen.latitude,
            longitude=seen.longitude,
            taken_at=seen.taken_at,
        )

    def add_copies(self) -> None:
        """JPEG copies of pictures which many programs cannot show (HEIC)."""
        for attachment in list(self.found):
            if attachment.content_type in {"image/heic", "image/heif", "image/avif"} and attachment.content:
                copy = photos.jpeg_copy(attachment.content, self.limits)
                if copy is None:
                    self._note(f"No JPEG copy could be made of attachment {attachment.filename}.")
                    continue
                stem = attachment.filename.rpartition(".")[0] or attachment.filename
                made = self.add(copy, "image/jpeg", f"{stem}.jpg", derived_from=attachment.sha256)
                if made is not None:
                    self.found[-1] = replace(
                        made,
                        latitude=attachment.latitude,
                        longitude=attachment.longitude,
                        taken_at=attachment.taken_at,
                    )

    def _open_tnef(self, content: bytes, digest: str) -> None:
        try:
            winmail = read_winmail(content, self.limits.unpacked_bytes)
        except NoTnef:
            self._note("winmail.dat could not be opened; it was kept as it is.")
            return
        if winmail.is_damaged:
            self._note("winmail.dat is damaged; what could be read of it was kept.")
        if self.container_text is None and (winmail.html or winmail.text.strip()):
            self.container_text = (
                (winmail.html, "text/html", winmail.charset)
                if winmail.html
                else (winmail.text.encode("utf-8", "replace"), "text/plain", "utf-8")
            )
        for file in winmail.files:
            self._unpacked += len(file.content)
            if self._unpacked > self.limits.unpacked_bytes:
                self._note("A container holds more than is unpacked of one message.")
                return
            if file.content or file.name:
                self.add(file.content, "", file.name, derived_from=digest)

    def _note(self, sentence: str) -> None:
        if sentence not in self.defects:
            self.defects.append(sentence)


def _is_decorative(attachment: ParsedAttachment, seen: photos.Seen) -> bool:
    """A logo or a tracking pixel: small, shown inside the text, with no camera behind it."""
    if seen.latitude is not None or seen.taken_at is not None:
        return False
    if seen.width <= 4 or seen.height <= 4:
        return True
    if not attachment.inline:
        return False
    is_small = attachment.size_bytes <= _LOGO_BYTES and seen.width * seen.height <= _LOGO_PIXELS
    is_banner = seen.height > 0 and seen.width / seen.height >= 3.5 and seen.height <= 200
    return (
        is_small
        or is_banner
        or bool(_LOGO_NAME.fullmatch(attachment.shown_name) and attachment.size_bytes <= _LOGO_BYTES // 4)
    )
