"""`guichet import` of an `.eml`, of a folder of them, of a Maildir: each mail once, an answer after its question."""

from __future__ import annotations

from pathlib import Path

from tests.commands.running import guichet

_SAVED = (
    "From: Jeanne Petit <jeanne.petit@example.org>\nTo: mairie@ville.test\nSubject: {re}Ampoule\n"
    "Date: {day:02} Nov 2026 08:00:00 +0100\nMessage-ID: <{day}@example.org>\n{answers}\n{words}\n"
)
FIRST = _SAVED.format(re="", day=3, answers="", words="Une ampoule est grillee au gymnase Guimard.")
SECOND = _SAVED.format(re="Re: ", day=4, answers="In-Reply-To: <3@example.org>\n", words="Celle du couloir.")


def saved(path: str, mail: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(mail, "utf-8")


def test_a_saved_mail_is_brought_over_and_its_folder_brings_the_rest(office: Path) -> None:
    saved("courrier/a/un courriel.EML", FIRST)
    saved("courrier/0.eml", SECOND)
    saved("courrier/notes.txt", "Rien")
    shown = guichet("import", "courrier/a/un courriel.EML").out
    assert "2026-11-03" in shown and "1 to bring over. Nothing was stored" in shown
    assert "1 brought over." in guichet("import", "courrier/a/un courriel.EML", "--apply").out
    assert "1 brought over, 1 there already" in guichet("import", "courrier", "--apply").out
    (only,) = guichet("requests", "list", "--json").json()
    assert only["created_at"][:10] == "2026-11-03"


def test_a_maildir_is_brought_over_without_its_drafts_and_what_was_thrown_away(office: Path) -> None:
    saved("boite/cur/1.host:2,S", SECOND)
    saved("boite/new/2.host", FIRST)
    saved("boite/tmp/3.host", _SAVED.format(re="", day=5, answers="", words="A moitié écrit"))
    saved("boite/cur/4.host:2,DS", _SAVED.format(re="", day=6, answers="", words="Brouillon"))
    saved("boite/cur/5.host:2,ST", _SAVED.format(re="", day=7, answers="", words="Publicité"))
    assert "2 brought over (1 × follow up, 1 × new request)." in guichet("import", "boite", "--apply").out
    assert len(guichet("requests", "list", "--json").json()) == 1


def test_what_holds_no_mail_is_said(office: Path) -> None:
    Path("vide").mkdir()
    assert "There is no mail in the folder vide" in guichet("import", "vide").err
    saved("note.eml", "Bonjour à tous")
    assert "note.eml is no mail: it does not begin with headers" in guichet("import", "note.eml").err
    saved("note/note.eml", "")
    assert "is no mail" in guichet("import", "note", "--apply").err
    assert "--columns is for a sheet" in guichet("import", "note.eml", "--columns", "x.toml").err
