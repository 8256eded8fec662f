"""Files that came without a mail, written as one: the reading room then looks at them as at any
attachment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP

#: Where such mails say they are from: a domain that cannot exist (RFC 2606).
_DOMAIN = "files.invalid"
#: A type as it can be written into a mail; any other makes a reader take the file for text of the message.
_TYPE = re.compile(r"[a-z0-9]{1,64}/[a-z0-9][a-z0-9.+-]{0,127}")
#: Of these a mail is made, or its words: no file is one.
_OF_MAILS = ("multipart", "message", "text")


@dataclass(frozen=True, slots=True)
class LooseFile:
    """One file; type and name are the sender's word, and may be ''."""

    content: bytes
    content_type: str = ""
    name: str = ""


def written_mail(files: Iterable[LooseFile], key: str) -> bytes:
    """A mail that carries `files` and nothing else. `key` (letters, digits, dashes) makes its Message-ID."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = f"files@{_DOMAIN}"
    mail["Message-ID"] = f"<{key}@{_DOMAIN}>"
    mail.set_content("")
    for file in files:
        kind = file.content_type.partition(";")[0].strip().lower()
        main, _, sub = kind.partition("/")
        if _TYPE.fullmatch(kind) is None or main in _OF_MAILS:
            main, sub = "application", "octet-stream"
        name = "".join(c for c in file.name[:200] if c.isprintable() and not "\ud800" <= c <= "\udfff")
        mail.add_attachment(file.content, maintype=main, subtype=sub, filename=name or None)
    return mail.as_bytes()
