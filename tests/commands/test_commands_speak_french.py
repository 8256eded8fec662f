"""Whoever's terminal speaks French reads help, errors, tables and explanations in French; nothing they typed changes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import typer

from cli.main import app
from cli.names import locale_of_the_person
from cli.speaking.catalogue import french
from cli.speaking.translate import _Pattern, in_french, say
from tests import sentences
from tests.commands.running import guichet, this_years
from tests.rows import in_rows

_HOLE = re.compile(r"\{(\w*)\}")
_MARKUP = re.compile(r"\[/?[a-z ]*\]")


@pytest.fixture
def in_a_french_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUICHET_LANG", "fr")


def test_every_sentence_that_is_said_has_its_french() -> None:
    wanted = sentences.wanted()
    missing = sentences.missing(key for key, said in french().items() if said)
    assert len(wanted) > 900
    # `python -m tests.sentences --write` adds them to the catalogue, to be translated there.
    assert missing == []


def test_nothing_is_translated_that_nobody_says() -> None:
    said = {*sentences.wanted(), *sentences.everything()}
    source = sentences.words_of_the_source()
    assert [key for key in french() if key not in said and key.strip() not in source] == []


def test_french_takes_every_value_that_the_sentence_holds() -> None:
    wrong = []
    for key, said in french().items():
        names, used = _HOLE.findall(key), _HOLE.findall(said)
        numbered = [int(name) for name in used if name.isdigit()]
        if numbered:
            # Written out by number: singular and plural, «their» and «its» are words of the sentence itself.
            fits = len(numbered) == len(used) and max(numbered) < len(names)
        else:
            fits = sorted(names) == sorted(used)
        if not fits:
            wrong.append((key, said))
    assert wrong == []


def test_french_keeps_the_room_around_and_the_marks_of_each_sentence() -> None:
    for key, said in french().items():
        assert (key[: len(key) - len(key.lstrip())], key[len(key.rstrip()) :]) == (
            said[: len(said) - len(said.lstrip())], said[len(said.rstrip()) :],
        ), key  # fmt: skip
        assert sorted(_MARKUP.findall(key)) == sorted(_MARKUP.findall(said)), key


def test_french_is_written_as_it_is_printed() -> None:
    """Curly apostrophes; a no-break space before high punctuation and inside quotation marks."""
    prose = re.compile(r"`[^`]*`|\[\w+[^\]]*\]|\"[^\"]*\"|'[^']*'|/\S+")
    wrong = [
        said
        for said in french().values()
        if re.search(r"\w'\w|[\w»}] [;:!?](?=\s|$)| »|« ", prose.sub("", said))
    ]
    assert wrong == []


def test_each_command_named_in_a_sentence_is_named_in_its_french() -> None:
    named = re.compile(r"guichet [a-z]+(?: [a-z]+)?|--[a-z-]+|[a-z]+\.[a-z]+_[a-z]+|[A-Z]+(?:_[A-Z]+)+")
    for key, said in french().items():
        for each in set(named.findall(key)) - {"guichet files", "guichet in"}:
            words = each.split()[:2] if each.startswith("guichet") else [each]
            assert " ".join(words) in said, (key, said)


def test_a_sentence_with_values_comes_out_in_french_with_the_same_values() -> None:
    for key in french():
        names = _HOLE.findall(key)
        if not names or key.startswith("{}"):
            continue
        values = [f"V{name or number}x" for number, name in enumerate(names)]
        left = iter(values)
        said = in_french(_HOLE.sub(lambda _, left=left: next(left), key))
        assert said != key, key
        absorbed = re.search(r"\{\d\}", french()[key])
        assert absorbed or all(value in said for value in values), (key, said)


def test_words_of_people_are_left_alone() -> None:
    for words in (
        "Lampadaire éteint",
        "The bench is broken: come and see",
        "x" * 10_000,
        "{}",
        "\n",
        "No",
        "« a »",
    ):
        assert in_french(words) == words


@pytest.mark.parametrize("piece", ["' is not a day; one looks like ", "There is no ", "a: ", "Gone. "])
def test_a_text_twice_as_long_that_looks_like_sentences_costs_twice_the_looks(
    piece: str, in_a_french_terminal: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    values = _Pattern.values

    def counted(pattern: _Pattern, text: str) -> list[str] | None:
        seen.append(len(text))
        return values(pattern, text)

    monkeypatch.setattr(_Pattern, "values", counted)

    def looked(length: int) -> int:
        """Characters that were looked at."""
        seen.clear()
        say((piece * length)[:length])
        return sum(seen)

    assert 0 < looked(2_000) <= 2 * looked(1_000) + 50 * len(french())


def test_a_text_longer_than_any_sentence_of_ours_is_not_looked_at(
    in_a_french_terminal: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_Pattern, "values", lambda *_: pytest.fail("it was looked at"))
    for text in ("' is not a day; one looks like " * 2_000, "There is no " * 3_000, "a: " * 5_000):
        assert say(text) == text


def test_a_state_is_called_as_its_workflow_calls_it(office: Path, in_a_french_terminal: None) -> None:
    assert guichet("requests", "create", "Le banc est cassé.", "--origin", "counter").code == 0
    assert guichet("requests", "state", "1", "pris en charge").code == 0
    (line,) = (
        each for each in guichet("requests", "list").out.splitlines() if this_years("2026-00001") in each
    )
    assert "prise en charge" in line and "taken" not in line
    assert "prise en charge" in guichet("requests", "show", "1").out.partition("Historique")[0]
    assert guichet("requests", "list", "--json").json()[0]["state"] == "taken"


def test_the_help_lists_commands_by_the_names_that_are_typed(
    office: Path, in_a_french_terminal: None
) -> None:
    root: Any = typer.main.get_command(app)
    context = root.make_context("guichet", [], resilient_parsing=True)
    each = {name: root.get_command(context, name) for name in root.list_commands(context)}
    groups = {(): root} | {(name,): one for name, one in each.items() if hasattr(one, "list_commands")}
    missing = []
    for words, group in groups.items():
        shown = guichet(*words, "--help").out
        missing += [
            (*words, name) for name in group.commands if not re.search(rf"^  {name}  ", shown, re.MULTILINE)
        ]
    assert missing == []
    assert len(groups) > 10


def test_help_is_in_french_down_to_the_last_option(office: Path, in_a_french_terminal: None) -> None:
    whole = guichet("--help").out
    assert "guichet [OPTIONS] COMMANDE" in whole
    assert "Commandes\u00a0:" in whole
    below = guichet("requests", "list", "--help").out
    assert "Lister les demandes, les plus récentes d’abord." in below
    assert "[par défaut\u00a0: 50\u00a0; au moins 1]" in re.sub(r"\n +", " ", below)
    assert "Afficher ce message." in below
    english = re.compile(r"\b(the|their|which|and|Show|Print)\b")
    assert [line for line in (whole + below).splitlines() if english.search(line)] == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("requests shew 1", "Il n’y a pas de commande « shew ». Vouliez-vous dire « show » ?"),
        ("requests list --limitt 3", "Il n’y a pas d’option --limitt"),
        ("requests show", "Il manque l’argument « RÉFÉRENCE »."),
        ("requests show 1 2", "Il y a des mots de trop (2)"),
        (
            "requests list --sort nothing",
            "Valeur impossible pour « --sort » : « nothing » n’est pas l’un de « récentes »,",
        ),
        ("requests list --service", "L’option « --service » demande une valeur."),
    ],
)
def test_what_was_typed_wrong_is_told_in_french(
    line: str, said: str, office: Path, in_a_french_terminal: None
) -> None:
    done = guichet(*line.split())
    assert done.code == 2
    assert said in " ".join(done.err.replace("\u00a0", " ").split())
    assert "Error" not in done.err and "Try" not in done.err


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("requests show 99", "Il n’y a pas de demande 2026-00099."),
        (
            "requests assign 1 --service voiri",
            "Il n’y a pas de service « voiri ». Vouliez-vous dire « voirie » ?",
        ),
        ("requests list --state faite", "Il n’y a pas d’état « faite » ; il y a : nouvelle, "),
        ("requests list --state prise", "rouverte. Vouliez-vous dire « prise en charge » ?"),
        ("inbox list --state nope", "Il n’y a pas d’état « nope » ; il y a :"),
        ("outbox show 99", "Il n’y a pas d’avis 99."),
        ("schedule run nope", "Il n’y a pas de travail « nope »"),
        ("--settings nowhere.toml requests list", "Il n’y a pas de fichier de réglages nowhere.toml."),
    ],
)
def test_what_is_impossible_is_told_in_french(
    line: str, said: str, busy_office: Path, in_a_french_terminal: None
) -> None:
    done = guichet(*line.split())
    assert done.code == 1
    assert this_years(said) in done.err.replace("\u00a0", " ")


def test_tables_histories_and_reasons_are_in_french(busy_office: Path, in_a_french_terminal: None) -> None:
    listed = guichet("requests", "list").out
    assert "Référence" in listed and "Échéance" in listed and "nouvelle" in listed
    assert re.search(r"\d\d/\d\d/\d{4} \d\d:\d\d", listed)
    shown = guichet("requests", "show", "1").out
    assert "Pourquoi elle est arrivée là" in shown
    assert re.search(r"message reçu  .* par courriel", shown)
    assert "✓ bâtiment nommé\u00a0: «\u00a0gymnase Guimard\u00a0»" in shown
    assert not re.search(r"\b(keyword|names|in the|assigned|because)\b", shown)
    assert guichet("tasks", "list").out.strip() == "Aucune tâche ouverte."


def test_who_is_told_and_what_a_key_may_do_are_in_french(
    busy_office: Path, in_a_french_terminal: None
) -> None:
    done = guichet("requests", "state", "1", "done").out
    assert "Avis à\u00a0: le demandeur (jeanne.petit@example.org)" in done and "Told" not in done
    assert "Il peut lire, agir." in guichet("api", "add", "glpi", "--may", "read,act").out
    guichet("api", "revoke", "glpi")
    listed = guichet("api", "list", "--all").out
    assert "peut lire, agir; tous les services" in listed and "reprise le" in listed
    (busy_office / "rues.csv.gz").write_bytes(b"no archive")
    assert "ce n’est pas une archive .gz" in guichet("addresses", "import", "rues.csv.gz").err


def test_json_is_the_same_in_every_language_and_a_spreadsheet_has_its_dates_as_people_write_them(
    busy_office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    english = [guichet("requests", "list", kind).out for kind in ("--json", "--csv")]
    monkeypatch.setenv("GUICHET_LANG", "fr")
    french_ones = [guichet("requests", "list", kind).out for kind in ("--json", "--csv")]
    assert french_ones[0] == english[0]
    # Names and values as they are; of a day nothing but the order differs.
    as_english, dates = re.subn(r"\b(\d\d)/(\d\d)/(\d{4}) (?=\d\d:\d\d)", r"\3-\2-\1 ", french_ones[1])
    assert dates > 0 and as_english == english[1]


def test_the_language_is_that_of_the_terminal_unless_one_is_named(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    assert guichet("tasks", "list").out.strip() == "Aucune tâche ouverte."
    assert locale_of_the_person("en") == "fr"
    monkeypatch.setenv("GUICHET_LANG", "en")
    assert guichet("tasks", "list").out.strip() == "No open task."
    assert locale_of_the_person("fr") == "en"
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.delenv("GUICHET_LANG")
    assert guichet("tasks", "list").out.strip() == "No open task."


@in_rows(
    ("english", "french"),
    [
        ("There is no agent 'bo'.", "Il n’y a pas d’agent « bo »."),
        ("There is no service 'bo'.", "Il n’y a pas de service « bo »."),
        (
            "Warning: nothing proves that it comes from élise",
            "Attention : rien ne prouve que cela vient d’élise",
        ),
        (
            "Warning: nothing proves that it comes from Hugo",
            "Attention : rien ne prouve que cela vient de Hugo",
        ),
    ],
)
def test_what_is_put_into_a_sentence_is_elided(english: str, french: str) -> None:
    assert in_french(english).replace("\u00a0", " ") == french


def test_a_question_is_answered_by_oui_and_by_yes(office: Path, in_a_french_terminal: None) -> None:
    for answer in ("oui", "o", "yes"):
        town = Path("organisation.toml")
        town.write_text(
            town.read_text("utf-8") + f'\n[[buildings]]\nkey = "salle-{answer}"\nname = "Salle {answer}"\n'
        )
        refused = guichet("org", "apply", typed=b"non\n")
        assert refused.code == 1 and "Abandon." in refused.err
        done = guichet("org", "apply", typed=f"peut-être\n{answer}\n".encode())
        assert done.code == 0, done.err
        assert "est en vigueur" in done.out and "Appliquer\u00a0? [o/N]" in done.out
