"""The machine-readable half of a delivery report (RFC 3464 §2): groups of fields, one per recipient.

Servers break it in every way: no empty line between groups, lines of prose, types without « rfc822; ».
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from intake.mail.machines.bounce_status import find_status, is_permanent, status_of
from intake.mail.wire.charsets import decode
from intake.mail.wire.encoded_words import decode_words, tidy
from intake.message import BouncedRecipient

_FIELD = re.compile(r"([A-Za-z][A-Za-z0-9-]{1,60})\s{0,3}:\s?(.*)")
_STATUS = re.compile(r"([245])\.(\d{1,3})\.(\d{1,3})")
_ADDRESS = re.compile(r"<?([^\s<>;,()\"]{1,128}@[^\s<>;,()\"]{1,255})>?")
_PER_RECIPIENT = {
    "final-recipient",
    "original-recipient",
    "action",
    "x-actual-recipient",
    "x-supplementary-info",
}
FAILED = {"failed", "failure", "fail", "error", "undeliverable", ""}


@dataclass(slots=True)
class Group:
    """The fields about one recipient, names in lower case; the first of each name counts."""

    fields: dict[str, str] = field(default_factory=dict)

    @property
    def action(self) -> str:
        """`failed`, `delayed`, `delivered`, `relayed`, `expanded` or ''."""
        return self.fields.get("action", "").split("(")[0].split(";")[0].strip(" .").casefold().split(" ")[0]

    @property
    def address(self) -> str:
        """The address as we wrote it when the report still knows it, else as the last server did."""
        for name in ("original-recipient", "final-recipient", "x-actual-recipient"):
            value = self.fields.get(name, "")
            value = value.partition(";")[2] or value
            if found := _ADDRESS.search(_unxtext(value)):
                return found[1].rstrip(".").removeprefix("mailto:")
        value = self.fields.get("final-recipient", "")
        return (value.partition(";")[2] or value).strip(" <>")[:320]

    @property
    def diagnostic(self) -> str:
        """What the server said, without the type before it."""
        value = self.fields.get("diagnostic-code", "") or self.fields.get("x-supplementary-info", "")
        head, semicolon, rest = value.partition(";")
        return (rest if semicolon and len(head) < 25 else value).strip()

    def recipient(self, explanation: str) -> BouncedRecipient:
        """This group as a value; `explanation` is what the free text says of the address."""
        found = _STATUS.search(self.fields.get("status", ""))
        status = found[0] if found else ""
        diagnostic = self.diagnostic or explanation
        status = status_of(status, f"{diagnostic}")
        if status.endswith(".0.0") and (written := find_status(explanation)) and written[0] == status[0]:
            status = written
        return BouncedRecipient(
            tidy(self.address), status, is_permanent(status, self.action), tidy(diagnostic)[:1_000]
        )


def parse_report(content: bytes) -> list[Group]:
    """The groups about recipients, in order; the group about the whole message is left out.

    Linear in `content`.
    """
    groups: list[Group] = []
    current = Group()
    last = ""
    for line in decode(content)[0].replace("\r\n", "\n").replace("\r", "\n").split("\n")[:5_000]:
        if not line.strip():
            current, last = _finished(current, groups), ""
            continue
        if line[0] in " \t" and last:
            current.fields[last] = f"{current.fields[last]} {line.strip()}"[:4_000]
            continue
        found = _FIELD.match(line)
        if not found:
            continue
        name = found[1].casefold()
        if name in {"final-recipient", "original-recipient"} and name in current.fields:
            current = _finished(current, groups)
        last = name if name not in current.fields else ""
        current.fields.setdefault(name, decode_words(found[2].strip())[:4_000])
    _finished(current, groups)
    return groups


def _finished(group: Group, groups: list[Group]) -> Group:
    if group.fields.keys() & _PER_RECIPIENT:
        if "final-recipient" not in group.fields and "original-recipient" not in group.fields and groups:
            # The recipient's fields were torn apart by an empty line.
            for name, value in group.fields.items():
                groups[-1].fields.setdefault(name, value)
        else:
            groups.append(group)
    elif groups and group.fields.keys() & {"status", "diagnostic-code", "remote-mta"}:
        for name, value in group.fields.items():
            groups[-1].fields.setdefault(name, value)
    return Group()


def _unxtext(value: str) -> str:
    """RFC 3461 §4: `+2B` stands for `+`."""
    return (
        re.sub(r"\+([0-9A-F]{2})", lambda m: chr(int(m[1], 16)), value)
        if "@" not in value or "+40" in value or "+2B" in value
        else value
    )
