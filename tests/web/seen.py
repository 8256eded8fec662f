"""What tests in Chromium share: somebody signs in, there is work to be seen, and axe judges what is shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.chromium import Browser
from tests.letters import KEEPER, PHOTO
from tests.web.browsing import Counter

AXE = Path(__file__).parents[1] / "vendor" / "axe-4.11.4.min.js"
_RULES = """{
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'RGAAv4', 'best-practice'],
  resultTypes: ['violations'],
}"""
_JUDGE = f"""
if (!window.axe) {{ return null; }}
const found = await axe.run(document, {_RULES});
return found.violations.map(each => each.id + ': ' + each.nodes.map(node => node.html.slice(0, 120)).join(' | '));
"""


def command(browser: Browser, name: str, **values: Any) -> Any:
    """A command of the browser's own protocol."""
    return browser.command(name, **values)


def show_at(browser: Browser, width: int, scheme: str = "light") -> None:
    browser.show_at(width, scheme)


def mistakes(browser: Browser) -> list[str]:
    """What axe finds wrong with the page shown. It has scripts of its own also where the page has none."""
    with browser.scripts_for_once():
        while (found := browser.run(_JUDGE)) is None:  # a new page does not know it yet
            browser.command("Runtime.evaluate", expression=AXE.read_text("utf-8"))
        return list(found)


def sign_in(browser: Browser, counter: Counter) -> None:
    browser.open(counter.address + counter.board.sign_ins.terminal_link("karim-benali"))
    browser.click("main button")
    browser.wait("nav")


def busy(counter: Counter) -> str:
    """A request with everything a page can show: files, a note, an answer, something late."""
    counter.ask("Le portail du gymnase Guimard est cassé.", subject="Portail", message_id="<p@example.org>")
    reference = counter.ask(files={"photo.jpg": PHOTO})
    agent = counter.signed_in(KEEPER)
    agent.open(f"/demandes/{reference}")
    agent.send(f"/demandes/{reference}/noter", note="Chien méchant.")
    agent.send(
        f"/demandes/{reference}/agir", verbe="plan", jour="2026-11-12", commentaire="Nous venons jeudi."
    )
    agent.send(f"/demandes/{reference}/repondre", texte="Bonjour Madame,\n\nNous passons jeudi.")
    agent.open("/demandes?lieu=gymnase-guimard")
    agent.send("/vues", nom="Le gymnase")
    for words in ("Bonjour, je rappelle", "Bonsoir"):
        agent.open(f"/demandes/{reference}")
        token = agent.hidden(f"/demandes/{reference}/repondre")["jeton"]
        agent.send(f"/demandes/{reference}/brouillon", jeton=token, texte=words)
    counter.set("2026-00001", due_at=counter.clock().replace(day=1))
    return reference
