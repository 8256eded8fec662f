"""`guichet templates preview` and `diff`: an administrator sees what people will read, before they do."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.running import guichet, this_years

BUILT_IN = Path(__file__).parents[2] / "templates"


@pytest.fixture
def own(office: Path) -> Path:
    """The town's own templates directory, named in its settings, with one changed letter."""
    words = office / "mots"
    (words / "fr/email/done").mkdir(parents=True)
    text = (BUILT_IN / "fr/email/done/body.txt").read_text("utf-8")
    (words / "fr/email/done/body.txt").write_text(text.replace("est terminée", "est achevée"), "utf-8")
    settings = office / "settings.toml"
    settings.write_text(f'templates_dir = "mots"\n{settings.read_text("utf-8")}', "utf-8")
    return words


def test_a_preview_holds_every_example_of_every_notice_in_both_languages(office: Path) -> None:
    done = guichet("templates", "preview", "--to", "p", "--json")
    rows = done.json()
    assert {row["notice"] for row in rows} == {
        row["notice"] for row in guichet("templates", "list", "--json").json()
    }
    assert {row["locale"] for row in rows} == {"fr", "en"}
    pages = [Path(row["page"]) for row in rows if row["page"]]
    assert len(pages) == len(set(pages)) > 300
    assert all(page.read_text("utf-8").rstrip().endswith("</html>") for page in pages)
    index = Path("p/index.html").read_text("utf-8")
    assert all(f'"{page.name}"' in index for page in pages)


def test_a_preview_shows_the_towns_own_words_and_name(own: Path) -> None:
    guichet("templates", "preview", "done", "--locale", "fr", "--to", "p")
    letter = Path("p/fr-done-1.txt").read_text("utf-8")
    assert "est achevée" in letter
    assert "Saint-Exemple-sur-Loire" in letter
    assert not list(Path("p").glob("en-*"))


def test_a_preview_of_a_request_holds_its_own_words_for_us_alone_and_is_traced(busy_office: Path) -> None:
    rows = guichet(
        "templates", "preview", "done", "assigned", "alert", "--locale", "fr", "--to", "p", "--request", "1", "--json"
    ).json()  # fmt: skip
    assert {row["notice"] for row in rows} == {"done", "assigned"}, "an alert is about no request"
    (segments,) = {row["segments"] for row in rows if row["notice"] == "done"}
    assert segments == 1
    done = Path("p/fr-done-1.txt").read_text("utf-8")
    assert this_years("[2026-00001] Votre demande est terminée") in done
    assert "Lampadaire" in done
    given = Path("p/fr-assigned-1.txt").read_text("utf-8")
    assert "Une ampoule est cassée au gymnase Guimard" in given
    assert "jeanne.petit@example.org" in given
    assert "+abcdefghijkmnpqrstuvwxyz2345@" not in Path("p/fr-assigned-1.html").read_text("utf-8")
    assert {each.stat().st_mode & 0o077 for each in [Path("p"), *Path("p").iterdir()]} == {0}
    (traced,) = guichet("audit", "show", "--action", "read", "--json").json()
    assert traced["subject"] == this_years("2026-00001")


def test_a_preview_says_what_a_text_costs(office: Path) -> None:
    rows = guichet("templates", "preview", "done", "--to", "p", "--json").json()
    assert {row["segments"] for row in rows} == {1}
    assert rows[0]["encoding"] == "GSM-7"
    assert "1 × GSM-7, 0,0798\u00a0€" in Path("p/index.html").read_text("utf-8")


def test_pictures_are_taken_for_a_telephone_and_for_a_desk(office: Path) -> None:
    done = guichet("templates", "preview", "checkpoint", "--locale", "en", "--to", "p", "--png")
    assert done.code == 0, done.err
    pictures = {picture.name: picture.read_bytes() for picture in Path("p").glob("*.png")}
    assert {"en-checkpoint-1.390.png", "en-checkpoint-1.1280.png"} <= pictures.keys()
    widths = {int(name.split(".")[1]): int.from_bytes(png[16:20], "big") for name, png in pictures.items()}
    assert widths == {390: 390, 1280: 1280}


def test_without_a_browser_nothing_is_written_and_the_way_out_is_said(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    done = guichet("templates", "preview", "done", "--to", "p", "--png")
    assert (done.code, "leave out --png" in done.err) == (1, True)
    assert not Path("p").exists()


def test_a_template_that_cannot_be_written_is_named_with_its_line(own: Path) -> None:
    (own / "fr/email/done/body.txt").write_text("Bonjour\n{{ nothing_of_that_name }}\n", "utf-8")
    done = guichet("templates", "preview", "done", "--to", "p")
    assert done.code == 1
    assert "fr/email/done/body.txt:2: " in done.err
    assert "nothing_of_that_name" in done.err


def test_a_difference_shows_the_changed_lines_alone(own: Path) -> None:
    done = guichet("templates", "diff")
    changed = [line for line in done.out.splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")]
    assert [line[0] for line in changed] == ["-", "+"]
    assert "terminée" in changed[0]
    assert "achevée" in changed[1]


def test_a_difference_names_files_that_change_nothing_and_files_of_its_own(own: Path) -> None:
    (own / "fr/sms").mkdir()
    (own / "fr/sms/done.txt").write_bytes((BUILT_IN / "fr/sms/done.txt").read_bytes())
    (own / "fr/sms/devis.txt").write_text("Votre devis est prêt.", "utf-8")
    rows = {row["file"]: row for row in guichet("templates", "diff", "--json").json()}
    assert {name: (row["replaces"], row["same"]) for name, row in rows.items()} == {
        "fr/email/done/body.txt": (True, False),
        "fr/sms/devis.txt": (False, False),
        "fr/sms/done.txt": (True, True),
    }
    said = guichet("templates", "diff").out
    assert "fr/sms/done.txt: the same as the built-in file; delete it" in said
    assert "fr/sms/devis.txt: new" in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("preview dne", "did you mean 'done'?"),
        ("preview done --request 2026-00099", "There is no request 2026-00099"),
        ("preview alert --request 2026-00001", "about no request: alert"),
        ("preview done --locale de", "There is no language 'de'"),
        ("diff nowhere", "There is no directory nowhere"),
        ("diff", "No templates_dir is set"),
    ],
)
def test_slips_are_answered_with_what_is_right(office: Path, words: str, said: str) -> None:
    done = guichet("templates", *this_years(words).split())
    assert (done.code, this_years(said) in done.err) == (1, True), done.err


def test_a_file_that_is_not_utf8_is_no_mistake_of_ours(own: Path) -> None:
    (own / "fr/email/done/body.txt").write_bytes(b"termin\xe9e")
    done = guichet("templates", "diff")
    assert (done.code, "not UTF-8" in done.err) == (1, True)
