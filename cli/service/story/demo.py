"""`guichet demo`: the story of one request, on real sockets, asserted step by step."""

from __future__ import annotations

import hashlib
import tempfile
import time
from pathlib import Path
from typing import Any

from rich.markup import escape
from rich.panel import Panel
from rich.text import Text

from cli.present import console
from cli.speaking.amounts import decimal
from cli.speaking.translate import say

TOWN = "Saint-Exemple-sur-Loire"
#: Of what is drawn, in characters.
WIDTH = 90
CITIZEN, AGENT = "jeanne.citoyenne@example.org", "karim.benali@agents.ville.test"


def demo() -> None:
    """Play the life of one request in a temporary directory: a citizen, an agent, and the counter between
    them.
    """
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="guichet-demo-") as directory:
        _Play(Path(directory)).run()
    console().print(
        f"\n[bold green]{say('Everything shown above was checked.')}[/bold green] "
        f"({decimal(f'{time.monotonic() - began:.1f}')} s)"
    )


class _Play:
    def __init__(self, directory: Path) -> None:
        from cli.service.story.world import World

        self.directory = directory
        self.world = World()
        self.out = console()

    def run(self) -> None:
        from cli.office import Office
        from cli.service.service import Service
        from cli.town.init import set_up
        from models.settings.settings import Settings

        relay = {"host": "127.0.0.1", "port": self.world.start(), "tls": "none"}
        settings = Settings(
            data_dir=self.directory / "var",
            organisation_file=self.directory / "organisation.toml",
            database={"url": f"sqlite:///{self.directory}/var/guichet.db"},
            doors={"smtp": {"port": 0}, "http": {"enabled": False}},
            # Nobody waits two minutes for the moment in which words can be withdrawn.
            agents={"publish_delay_seconds": 0},
            outgoing={"carrier": "smtp", "relay": relay},
            logs={"level": "warning"},
        )
        office = Office(settings)
        from cli.logs import configure_logs

        configure_logs(settings.logs)
        self.out.print(Panel(say(f"A town hall opens its counter: {TOWN}"), style="bold", width=WIDTH))
        for line in set_up(office):
            self.out.print(f"  {escape(say(line))}", style="dim")
        service = Service(office)
        service.start()
        try:
            assert service.doors.smtp is not None
            address = service.doors.smtp.bound_address
            assert isinstance(address, tuple)
            self.office, self.address = office, address
            self.play()
        finally:
            service.stop()
            self.world.stop()

    def play(self) -> None:
        from cli.service.story.world import answer, files_of, text_of, write

        write(self.address, self._first_letter(), CITIZEN, "mairie@ville.test")
        self._say(
            "Jeanne, a citizen, writes to mairie@ville.test with a photo",
            "Bonjour, le lampadaire devant le gymnase Guimard ne marche plus…",
            "cyan",
        )
        acknowledgement = self.world.wait_for(
            CITIZEN, "an acknowledgement", lambda text: "2026" in text or "référence" in text
        )
        request = self._request()
        self._check(
            request["service"] == "batiments" and request["building"] == "gymnase-guimard",
            "The request is with the right service and building.",
        )
        self._check(request["assignee"] == "karim-benali", "The building's keeper has it.")
        self._check(
            [a["sha256"] for a in request["attachments"]] == [hashlib.sha256(self.photo).hexdigest()],
            "The photo is stored, whole.",
        )
        self._letter(acknowledgement, "green")
        notice = self.world.wait_for(AGENT, "a notice")
        self._check(files_of(notice) == ["lampadaire.jpg"], "The agent's notice carries the photo.")
        self._letter(notice, "magenta")

        letter, recipient = answer(notice, AGENT, "Karim Benali", "Pris en charge.")
        write(self.address, letter, AGENT, recipient)
        self._say("Karim, the agent, answers that mail", "Pris en charge.", "magenta")
        taken = self.world.wait_for(CITIZEN, "word that it was taken in charge")
        self._check(self._request()["state"] == "taken", "The request is taken in charge.")
        self._check("Pris en charge." not in self._texts(), "An order is no message to the citizen.")
        self._letter(taken, "green")

        letter, recipient = answer(
            notice,
            AGENT,
            "Karim Benali",
            "Bonjour Madame,\n\nEst-ce le lampadaire de gauche ou celui de droite ?\n\nKarim Benali",
        )
        write(self.address, letter, AGENT, recipient)
        self._say(
            "He asks a question, in plain words",
            "Est-ce le lampadaire de gauche ou celui de droite ?",
            "magenta",
        )
        question = self.world.wait_for(
            CITIZEN, "the agent's question", lambda text: "gauche ou celui de droite" in text
        )
        self._check(
            "Ce message vous est confié" not in self._texts(),
            "The quoted history is not copied into the request.",
        )
        self._letter(question, "green")

        letter, recipient = answer(question, CITIZEN, "Jeanne", "Celui de droite, côté parking.")
        write(self.address, letter, CITIZEN, recipient)
        self._say("Jeanne answers", "Celui de droite, côté parking.", "cyan")
        told = self.world.wait_for(AGENT, "the citizen's answer", lambda text: "côté parking" in text)

        letter, recipient = answer(told, AGENT, "Karim Benali", "terminé, l'ampoule est changée")
        write(self.address, letter, AGENT, recipient)
        self._say("Karim, from the ladder", "terminé, l'ampoule est changée", "magenta")
        done = self.world.wait_for(CITIZEN, "word that it is done", lambda text: "terminée" in text)
        self._check(self._request()["state"] == "done", "The request is done.")
        self._letter(done, "green")
        self._check(
            "ampoule est changée" not in text_of(done),
            "The words after the order are kept, until he says that she shall read them.",
        )

        letter, recipient = answer(done, CITIZEN, "Jeanne", "Merci beaucoup pour votre rapidité !")
        write(self.address, letter, CITIZEN, recipient)
        self._say("Jeanne is pleased", "Merci beaucoup pour votre rapidité !", "cyan")
        self.world.wait_for(AGENT, "the thanks", lambda text: "rapidité" in text)
        self._check(self._request()["state"] == "done", "Thanks do not reopen a request.")
        self._history()

    def _first_letter(self) -> Any:
        from email.message import EmailMessage

        from cli.service.story.world import photo

        letter = EmailMessage()
        letter["From"] = f"Jeanne Citoyenne <{CITIZEN}>"
        letter["To"] = "mairie@ville.test"
        letter["Subject"] = "Lampadaire en panne"
        letter["Message-ID"] = "<premiere-lettre@example.org>"
        letter.set_content(
            "Bonjour,\n\nLe lampadaire devant le gymnase Guimard ne marche plus depuis lundi, on n'y "
            "voit rien le soir.\nPhoto jointe.\n\nJeanne Citoyenne\n"
        )
        self.photo = photo()
        letter.add_attachment(self.photo, maintype="image", subtype="jpeg", filename="lampadaire.jpg")
        return letter

    def _request(self) -> dict[str, Any]:
        from cli.service.story.world import DemoFailure
        from dispatch.queries.request_list import RequestFilter, list_requests
        from dispatch.queries.requests import get_request, show_request
        from models.store.glance import Glance

        glance = Glance(self.office.settings.database.url)
        rows = list_requests(glance, RequestFilter())
        glance.close()
        with self.office.database.reading() as session:
            if len(rows) != 1:
                raise DemoFailure(f"The demonstration failed: there are {len(rows)} requests instead of one.")
            return show_request(session, get_request(session, rows[0]["reference"]))

    def _texts(self) -> str:
        return "\n".join(entry["text"] for entry in self._request()["entries"])

    def _check(self, holds: bool, what: str) -> None:
        from cli.service.story.world import DemoFailure

        if not holds:
            raise DemoFailure(f"The demonstration failed; this is not true: {what}")
        self.out.print(f"  [green]✓[/green] {escape(say(what))}")

    def _say(self, who: str, words: str, style: str) -> None:
        """Somebody's letter, or a word of it: people write French here, whoever looks on."""
        panel = Panel(Text(words), title=say(who), title_align="left", border_style=style, width=WIDTH)
        self.out.print(panel)

    def _letter(self, letter: Any, style: str) -> None:
        from cli.service.story.world import subject_of, text_of

        lines = [line for line in text_of(letter).splitlines() if line.strip()]
        self.out.print(
            Panel(
                Text("\n".join(lines[:9])),
                title=f"✉ {letter['To']} · {subject_of(letter)}",
                title_align="left",
                border_style=style,
                width=WIDTH,
            )
        )

    def _history(self) -> None:
        from cli.records.entries import print_entries, print_steps
        from cli.records.requests_meant import state_said

        request = self._request()
        state = state_said(self.office, request["state"])
        title = f"{request['reference']} · {request['subject']} · {state}"
        self.out.print(Panel(Text(title), style="bold", width=WIDTH))
        print_entries(request["entries"], request["attachments"], self.office)
        self.out.print("\n[bold]Why it came here[/bold]")
        print_steps(request["steps"])
