"""Mail kept as one file a mail: `.eml` files, a folder of them, a Maildir."""

from __future__ import annotations

import re
from pathlib import Path

from models.errors import UserError

#: The folders of a Maildir in which its mails are.
_MAILDIR = ("cur", "new")
#: The flags of a Maildir's name (`…:2,ST`): what is a draft or was thrown away is nobody's request.
_LEFT_OUT = re.compile(r"[:;!]2,[A-Za-z]*[DT]")
#: How a mail begins: the name of a header.
_HEADER = re.compile(rb"(?:\xef\xbb\xbf)?[!-9;-~]{1,80}[ \t]*:", re.ASCII)


def is_mail_file(path: Path) -> bool:
    """Whether this is a mail saved by itself, or a folder of such."""
    return path.is_dir() or path.suffix.lower() == ".eml"


def mail_files(path: Path) -> list[Path]:
    """The files of the mails: that file, those of a Maildir, or every `.eml` in a folder and below. Raises
    UserError when there are none.
    """
    if not path.is_dir():
        return [path]
    if all((path / name).is_dir() for name in _MAILDIR):
        kept = [each for name in _MAILDIR for each in (path / name).iterdir() if each.is_file()]
        found = [each for each in kept if not each.name.startswith(".") and not _LEFT_OUT.search(each.name)]
    else:
        found = [each for each in path.rglob("*") if each.suffix.lower() == ".eml" and each.is_file()]
    if not found:
        raise UserError(
            f"There is no mail in the folder {path}: neither .eml files nor those of a Maildir. An mbox is "
            "named by itself."
        )
    return sorted(found)


def require_mail(path: Path, raw: bytes) -> None:
    """Raises UserError for what does not begin as a mail does."""
    if not _HEADER.match(raw):
        raise UserError(f"{path.name} is no mail: it does not begin with headers, such as From: and Date:.")
