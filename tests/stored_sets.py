"""Towns as the program of their time wrote them, kept as backup sets: today's program must restore each of them.

    python -m tests.stored_sets [--program DIRECTORY] [--postgresql] [--encrypted]

plays a short story by the commands of the program in DIRECTORY (this one by default), makes a set of it and keeps
it in tests/data/sets, under the revision of its database. Before each release one of its own is made
(docs/releasing.md); none is ever made anew, since only the program of its time could.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from contextlib import ExitStack
from email import message_from_bytes, policy
from pathlib import Path

from tests.servers import postgres

ROOT = Path(__file__).parents[1]
STORED = Path(__file__).parent / "data" / "sets"
#: What was said in the story, in its order: all of it is found again.
SAID = (
    "Une ampoule est cassée au gymnase Guimard, près de l’entrée.",
    "Elle clignote aussi le soir.",
    "Électricien appelé, il vient jeudi.",
    "L’ampoule est changée.",
    "Le portail du cimetière ne ferme plus.",
)
#: Came in after everything else and waits still: today's program decides about it.
WAITING = "Un banc est cassé, place du Marché."
FILE = b"Voici la facture de l'ampoule.\n" * 40
REQUESTS = 2
_LETTER = "From: {sender}\r\nTo: {to}\r\nSubject: {subject}\r\nMessage-ID: <{number}@example.org>\r\n{rest}"
_PLAIN = 'MIME-Version: 1.0\r\nContent-Type: text/plain; charset="utf-8"\r\n\r\n{text}\r\n'
_WITH_FILE = (
    'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
    '--b\r\nContent-Type: text/plain; charset="utf-8"\r\n\r\n{text}\r\n'
    '--b\r\nContent-Type: text/plain; name="facture.txt"\r\n'
    'Content-Disposition: attachment; filename="facture.txt"\r\n\r\n{file}\r\n--b--\r\n'
)
_CITIZEN = "Jeanne Petit <jeanne.petit@example.org>"


class _Program:
    """The commands of the program in a directory, typed in another one."""

    def __init__(self, program: Path, town: Path, url: str) -> None:
        self._town = town
        plain = {name: value for name, value in os.environ.items() if not name.startswith("GUICHET_")}
        path = os.pathsep.join(filter(None, (str(program), os.environ.get("PYTHONPATH", ""))))
        self._environment = {**plain, "PYTHONPATH": path, "GUICHET_LANG": "en"}
        if url:
            self._environment["GUICHET_DATABASE__URL"] = url

    def __call__(self, *words: str, typed: str = "") -> str:
        done = subprocess.run(
            [sys.executable, "-c", "from cli.main import run; run()", *words],
            check=False, cwd=self._town, env=self._environment, input=typed.encode(), capture_output=True,
        )  # fmt: skip
        if done.returncode:
            raise SystemExit(f"guichet {' '.join(words)}: {(done.stdout + done.stderr).decode()}")
        return done.stdout.decode()

    def write(self, number: int, text: str, *, to: str, subject: str, file: bytes = b"") -> None:
        """A mail of the citizen comes in."""
        rest = (_WITH_FILE if file else _PLAIN).format(text=text, file=file.decode())
        mail = _LETTER.format(sender=_CITIZEN, to=to, subject=subject, number=number, rest=rest)
        # As a mail client has it, whatever address of ours it is written to.
        self("submit", "-", "--to", to, "--from", "jeanne.petit@example.org", typed=mail)

    def acknowledged(self) -> str:
        """Where an answer to the letter that the citizen had goes."""
        for path in sorted(self._town.glob("var/outgoing/**/*.eml")):
            letter = message_from_bytes(path.read_bytes(), policy=policy.default)
            if "jeanne.petit@" in str(letter["To"]):
                return str((letter["Reply-To"] or letter["From"]).addresses[0].addr_spec)
        raise SystemExit("the citizen was told nothing")


def make(program: Path, town: Path, url: str, *, encrypted: bool) -> dict[str, object]:
    """Play the story in the empty directory `town` and make a set in `town/sets`; what is known of it."""
    guichet = _Program(program, town, url)
    guichet("init")
    settings = town / "settings.toml"
    text = settings.read_text("utf-8").replace("destinations = []", 'destinations = ["sets"]')
    settings.write_text(
        text if encrypted else text.replace("\nencrypt = true\n", "\nencrypt = false\n"), "utf-8"
    )
    guichet.write(1, SAID[0], to="mairie@ville.test", subject="Ampoule cassée", file=FILE)
    guichet("work")
    reply_to, reference = (
        guichet.acknowledged(),
        json.loads(guichet("requests", "list", "--json"))[0]["reference"],
    )
    guichet.write(2, SAID[1], to=reply_to, subject="Re: Ampoule cassée")
    guichet("work")
    guichet("requests", "note", reference, SAID[2])
    guichet("requests", "state", reference, "done", "--comment", SAID[3])
    guichet("submit", SAID[4], "--sms", "+33 6 39 98 00 12")
    guichet("work")
    guichet.write(3, WAITING, to="mairie@ville.test", subject="Un banc")
    guichet("backup", "init")
    guichet("backup", "now")
    (at,) = (town / "sets" / "sets").iterdir()
    return {"set": at.name, "reply_to": reply_to, "reference": reference}


def keep(town: Path, known: dict[str, object], name: str) -> Path:
    """Pack the sets of a town, with its recovery key and what is known of them."""
    STORED.mkdir(parents=True, exist_ok=True)
    target = STORED / f"{name}.tar.xz"
    with tarfile.open(target, "w:xz") as archive:
        archive.add(town / "sets", "sets")
        if (key := town / "var/secrets/recovery_key").exists():
            archive.add(key, "recovery_key")
        said = json.dumps(known, indent=1).encode()
        about = tarfile.TarInfo("known.json")
        about.size = len(said)
        archive.addfile(about, io.BytesIO(said))
    return target


def unpacked(name: str, directory: Path) -> dict[str, str]:
    """Put a kept set (`sets`, `recovery_key`) into an empty directory; what is known of it."""
    with tarfile.open(STORED / f"{name}.tar.xz") as archive:
        archive.extractall(directory, filter="data")
    known: dict[str, str] = json.loads((directory / "known.json").read_text("utf-8"))
    return known


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--program", type=Path, default=ROOT)
    asked.add_argument("--postgresql", action="store_true")
    asked.add_argument("--encrypted", action="store_true")
    given = asked.parse_args()
    versions = given.program / "models/migrations/versions"
    revision = max(path.name[:4] for path in versions.glob("[0-9]*.py"))
    with ExitStack() as open_things, tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)  # PostgreSQL runs as a user of its own
        url = ""
        if given.postgresql:
            cluster = postgres.start_cluster(Path(folder) / "pg")
            open_things.callback(cluster.stop)
            url = cluster.url(cluster.create_database("template0"))
        town = Path(folder) / "town"
        town.mkdir()
        known = make(given.program.resolve(), town, url, encrypted=given.encrypted)
        kind = "postgresql" if given.postgresql else "sqlite"
        kept = keep(town, {**known, "revision": revision, "database": kind}, f"{revision}-{kind}")
        sys.stdout.write(f"{kept}\n")
        shutil.rmtree(town)


if __name__ == "__main__":
    main()
