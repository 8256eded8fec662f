"""The counter's desk by command: written down, found, worked on, handed over; everybody told is named."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.running import guichet
from tests.letters import PHOTO


@pytest.fixture
def called(office: Path) -> Path:
    """A town in which Jeanne has called about a radiator."""
    done = guichet(
        "requests", "create", "Le radiateur du gymnase Guimard est cassé.\n> rien n'est cité\n--\nJeanne",
        "--origin", "telephone", "--for", "06 39 98 00 12", "--name", "Jeanne Petit",
    )  # fmt: skip
    assert done.code == 0, done.err
    assert "2026-00001" in done.out or "-00001" in done.out
    return office


def shown(reference: str = "1") -> dict:  # type: ignore[type-arg]
    found = guichet("requests", "show", reference, "--json").json()
    assert isinstance(found, dict)
    return found


def test_a_call_is_a_row_of_the_ledger_placed_by_the_rules(called: Path) -> None:
    request = shown()
    assert request["service"] == "batiments"
    assert request["building"] == "gymnase-guimard"
    assert request["requester"] == {"name": "Jeanne Petit", "contact": "+33639980012", "phone": ""}
    assert [each["door"] for each in request["received"]] == ["desk:telephone"]
    assert request["entries"][0]["text"].endswith("Jeanne"), "nothing of what was dictated is cut off"
    (row,) = guichet("inbox", "list", "--json").json()
    assert (row["state"], row["door"]) == ("new_request", "desk:telephone")
    assert guichet("inbox", "explain", "1", "--json").json()["steps"]
    assert (
        guichet("rules", "test", "--request", request["reference"], "--json").json()["service"] == "batiments"
    )


def test_the_history_says_how_words_came_and_not_by_what_they_are_answered(
    called: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shown()["entries"][0]["origin"] == "telephone"
    assert "by telephone" in guichet("requests", "show", "1").out
    monkeypatch.setenv("GUICHET_LANG", "fr")
    for origin, said in (
        ("telephone", "par téléphone"),
        ("counter", "au guichet"),
        ("paper", "par courrier"),
        ("social", "sur un réseau social"),
    ):
        guichet("requests", "create", "Un trou.", "--origin", origin, "--for", "jeanne@example.org")
        out = guichet("requests", "show", guichet("requests", "list", "--json").json()[0]["reference"]).out
        assert (
            f"demandeur {said}" in out
            and "par courriel" not in out.partition("message reçu")[2].split("\n")[0]
        )


def test_who_called_from_a_landline_is_never_texted(called: Path) -> None:
    made = guichet(
        "requests", "create", "Un trou.", "--origin", "telephone", "--for", "01 99 00 00 12", "--json"
    )
    request = shown(made.json()["request"])
    assert request["requester"]["contact"] == "+33199000012", "it is kept, for whoever calls back"
    assert "+33199000012" not in [row["recipient"] for row in guichet("outbox", "list", "--json").json()]


def test_whoever_types_is_told_that_a_landline_takes_no_texts(
    called: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    voice = "n’a qu’un téléphone fixe, qui ne reçoit pas de SMS\u00a0: appelez le 01 99 00 00 12."
    made = guichet("requests", "create", "Un trou.", "--origin", "telephone", "--for", "01 99 00 00 12")
    assert voice in made.out
    # A sentence as long as this one was told in English before.
    done = guichet("requests", "state", "2", "fini")
    assert "est maintenant\u00a0: terminée." in done.out and "Avis à\u00a0: Marc Durand" in done.out
    assert voice in done.out
    assert "n’a pas de numéro où envoyer des SMS" in guichet("people", "prefer", "01 99 00 00 12", "sms").err
    assert "n’a pas d’adresse" in guichet("people", "prefer", "01 99 00 00 12", "courriel").err
    assert guichet("people", "prefer", "06 39 98 00 12", "SMS").code == 0
    assert "«\u00a0Jeanne\u00a0» n’est ni une adresse" in guichet("people", "show", "Jeanne").err
    mobile = guichet("requests", "state", "1", "fini")
    assert "téléphone fixe" not in mobile.out and "Avis à" in mobile.out


def test_states_are_typed_as_lists_show_them(called: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    assert "SMS" in guichet("outbox", "list", "--state", "à envoyer").out
    assert "nouvelle demande" in guichet("inbox", "list", "--state", "nouvelle demande").out
    assert "retenu" in guichet("inbox", "list", "--state", "retenus").err
    assert guichet("requests", "list", "--state", "terminé").code == 0
    assert "pas de quartier" in guichet("requests", "list", "--quarter", "Lac").err


def test_words_written_down_are_never_an_order_or_an_answer(called: Path) -> None:
    """A text « STOP » from this number would end all texts to it; a call in which it is said does not."""
    assert guichet("requests", "create", "STOP", "--for", "0639980012", "--origin", "telephone").code == 0
    assert shown("2")["entries"][0]["text"] == "STOP"
    assert guichet("people", "show", "0639980012", "--json").json()["contacts"][0]["opted_out_at"] is None


def test_paper_comes_with_its_scan_and_for_a_known_name_or_for_nobody(called: Path) -> None:
    (called / "lettre.jpg").write_bytes(PHOTO)
    made = guichet(
        "requests", "create", "Un arbre gêne.", "--origin", "paper", "--for", "jeanne petit",
        "--file", "lettre.jpg", "--subject", "Arbre rue des Lilas", "--json",
    ).json()  # fmt: skip
    request = shown(made["request"])
    assert request["subject"] == "Arbre rue des Lilas"
    assert request["requester"]["contact"] == "+33639980012"
    assert [each["shown_name"] for each in request["attachments"]] == ["lettre.jpg"]
    assert guichet("requests", "create", "Un trou.", "--for", "Zoé Sansadresse").code == 0
    assert shown("3")["requester"] == {"name": "Zoé Sansadresse", "contact": "", "phone": ""}
    assert guichet("requests", "create", "Un autre trou.").code == 0
    assert shown("4")["requester"] == {"name": "", "contact": "", "phone": ""}
    assert "There are no words" in guichet("requests", "create", " ").err


def test_a_number_is_read_as_the_town_dials_it(office: Path) -> None:
    organisation = Path("organisation.toml").read_text("utf-8")
    Path("organisation.toml").write_text(organisation.replace('"metropole"', '"nouvelle-caledonie"'), "utf-8")
    assert guichet("org", "apply", "--yes").code == 0
    assert guichet("requests", "create", "Un arbre gêne.", "--for", "60 12 34").code == 0
    assert shown()["requester"]["contact"] == "+687601234"


def test_a_name_of_several_people_is_asked_back(called: Path) -> None:
    assert (
        guichet("requests", "create", "Trou.", "--for", "a@example.org", "--name", "Jeanne Petit").code == 0
    )
    refused = guichet("requests", "create", "Trou.", "--for", "Jeanne Petit")
    assert refused.code == 1
    assert "Several people are called so" in refused.err
    assert "a@example.org" in refused.err


def test_requests_are_found_by_words_without_accents_and_by_who_asked(called: Path) -> None:
    for words in (["CASSE"], ["radiateur", "guimard"], ["petit"], ["639980012"], ["00001"]):
        found = guichet("requests", "search", *words, "--json").json()
        assert [row["subject"][:14] for row in found] == ["Le radiateur d"], words
    assert guichet("requests", "search", "radiateur", "piscine", "--json").json() == []
    assert guichet("requests", "search", "100%", "--json").json() == []
    assert [p["name"] for p in guichet("people", "find", "JEANNE", "--json").json()] == ["Jeanne Petit"]
    assert [p["requests"] for p in guichet("people", "find", "0639980012", "--json").json()] == [1]


def test_lists_are_filtered_by_what_people_call_things(called: Path) -> None:
    for arguments in (
        ["--service", "Bâtiments communaux"], ["--assignee", "karim benali"], ["--state", "Nouvelle"],
        ["--since", "hier"], ["--since", "7d"], ["--open"],
    ):  # fmt: skip
        assert len(guichet("requests", "list", *arguments, "--json").json()) == 1, arguments
    for arguments in (["--overdue"], ["--assignee", ""], ["--state", "terminée"], ["--since", "demain"]):
        assert guichet("requests", "list", *arguments, "--json").json() == [], arguments


def test_a_list_for_spreadsheets_holds_no_formula(office: Path) -> None:
    assert guichet("requests", "create", "=1+1 dans la rue", "--subject", "=cmd|calc").code == 0
    (row,) = csv.DictReader(io.StringIO(guichet("requests", "list", "--csv").out))
    assert row["subject"] == "'=cmd|calc"
    assert row["requester_name"] == ""


@pytest.fixture
def machine_elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine whose clock is that of Auckland: the C library reads TZ only when told to."""
    with monkeypatch.context() as changed:
        changed.setenv("TZ", "Pacific/Auckland")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("machine_elsewhere")
def test_times_are_those_of_the_town(called: Path) -> None:
    assert time.tzname[0].startswith("NZ")
    created = guichet("requests", "list", "--json").json()[0]["created_at"]
    assert created.endswith("+00:00")
    from datetime import datetime
    from zoneinfo import ZoneInfo

    local = datetime.fromisoformat(created).astimezone(ZoneInfo("Europe/Paris"))
    assert f"{local:%Y-%m-%d %H:%M}" in guichet("requests", "list").out
    assert f"{local:%Y-%m-%d %H:%M}" in guichet("requests", "show", "1").out


def test_a_state_is_changed_as_people_say_it_and_the_history_knows_who(called: Path) -> None:
    given = ("requests", "state", "1", "planifié", "--on", "30/11/2036", "--by", "karim-benali")
    wrong = guichet(*given, "--at", "bientôt")
    assert wrong.code == 1 and "'bientôt' is no hour of a day; one looks like 14h" in wrong.err
    planned = guichet(*given, "--at", "entre 9h et 11h")
    assert planned.code == 0, planned.err
    assert "Told: the requester (+33639980012, by text)" in planned.out
    entry = [each for each in shown()["entries"] if each["kind"] == "state"][-1]
    assert (entry["person"], entry["by"], entry["data"]["date"]) == ("Karim Benali", "agent", "2036-11-30")
    assert entry["data"]["hours"] == "09:00-11:00"
    assert "2036-11-30, between 09:00 and 11:00" in guichet("requests", "show", "1").out
    done = guichet("requests", "state", "#1", "fini")
    assert "is now done" in done.out
    from cli.office import login

    entry = [each for each in shown()["entries"] if each["kind"] == "state"][-1]
    assert entry["person"] == login()


def test_what_cannot_be_done_is_said_in_the_language_of_the_person(
    called: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    said = guichet("requests", "state", "1", "rouvrir")
    assert said.code == 1
    assert "Possible\u00a0: «\u00a0pris en charge\u00a0» (take)" in said.err
    assert "--on JOUR" in said.err
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert "Possible: 'taken' (take)" in guichet("requests", "state", "1", "reopen").err


def test_a_request_becomes_that_of_who_really_asked(called: Path) -> None:
    done = guichet(
        "requests", "requester", "1", "luc@example.org", "--name", "Luc Petit", "--by", "karim-benali"
    )
    assert done.code == 0, done.err
    assert "luc@example.org" in done.out
    request = shown()
    assert request["requester"] == {"name": "Luc Petit", "contact": "luc@example.org", "phone": ""}
    note = request["entries"][-1]
    assert (note["kind"], note["public"], note["person"]) == ("note", False, "Karim Benali")
    assert "Luc Petit" in note["text"]
    assert "Jeanne Petit" in note["text"]
    told = [
        row for row in guichet("outbox", "list", "--json").json() if row["recipient"] == "luc@example.org"
    ]
    assert [row["notice"] for row in told] == ["acknowledgement"]
    assert "is theirs already" in guichet("requests", "requester", "1", "luc@example.org").err


def test_a_letter_is_shown_as_its_reader_has_it(called: Path) -> None:
    notices = guichet("outbox", "list", "--json").json()
    assigned = next(str(row["id"]) for row in notices if row["notice"] == "assigned")
    page = guichet("outbox", "show", assigned).out
    assert "radiateur du gymnase" in page
    assert "-00001" in page
    assert guichet("outbox", "show", assigned, "--html").out.lstrip().startswith("<!")
    letter = guichet("outbox", "show", assigned, "--json").json()["letter"]
    assert {"subject", "text", "html"} <= letter.keys()
    text = next(str(row["id"]) for row in notices if row["channel"] == "sms")
    assert "to open in a browser" in guichet("outbox", "show", text, "--open").err


def test_every_look_is_in_the_access_log(called: Path) -> None:
    guichet("requests", "show", "1")
    guichet("people", "find", "petit")
    guichet("inbox", "show", "1")
    log = guichet("audit", "show", "--json").json()
    assert [(row["action"], row["subject"]) for row in log[:3]] == [
        ("read", "inbound:1"), ("find", "people"), ("read", shown()["reference"]),
    ]  # fmt: skip
    assert {row["subject"] for row in guichet("audit", "show", "1", "--json").json()} == {
        shown()["reference"]
    }
    assert guichet("audit", "show", "--action", "fly", "--json").json() == []
    assert "petit" not in guichet("audit", "show").out.lower(), "words and names of people stay out"


def test_an_agent_who_leaves_hands_on_what_is_open(called: Path) -> None:
    keys = [row["key"] for row in guichet("agents", "list", "--json").json()]
    written = guichet("org", "export").out
    leaver = next(key for key in keys if written.count(f'"{key}"') == 1)
    assert guichet("requests", "assign", "1", leaver).code == 0
    refused = guichet("agents", "remove", leaver, "-y")
    assert refused.code == 1
    assert shown()["reference"] in refused.err
    assert f"guichet agents remove {leaver} --to AGENT" in refused.err
    assert "There is no agent 'nobody'" in guichet("agents", "remove", leaver, "--to", "nobody", "-y").err
    assert shown()["assignee"] == leaver, "nothing is handed on when an agent may not go"
    done = guichet("agents", "remove", leaver, "--to", "karim-benali", "-y")
    assert done.code == 0, done.err
    assert f"1 open request is now with karim-benali: {shown()['reference']}." in done.out
    assert shown()["assignee"] == "karim-benali"
    assert leaver not in [row["key"] for row in guichet("agents", "list", "--json").json()]


def test_rules_that_create_tasks_are_listed(office: Path) -> None:
    added = guichet(
        "rules", "add", "name=Chaudière", "when.words='[\"chaudière\"]'".replace("'", ""),
        'then.tasks=[{title = "Appeler le chauffagiste"}, "Aérer"]',
    )  # fmt: skip
    assert added.code == 0, added.err
    listed = guichet("rules", "list")
    assert listed.code == 0, listed.err
    assert "Appeler le chauffagiste/Aérer" in " ".join(listed.out.split()) and "{" not in listed.out


def test_where_nobody_is_told_the_line_says_why(office: Path) -> None:
    guichet("requests", "create", "Un arbre gêne rue des Lilas.", "--origin", "counter")
    taken = guichet("requests", "state", "1", "take")
    assert "Nobody is told: the requester has no address or number that works" in " ".join(taken.out.split())

    guichet("requests", "create", "Un trou.", "--origin", "telephone", "--for", "0639980012")
    assert "Told: " in " ".join(guichet("requests", "state", "2", "done").out.split())


@pytest.mark.usefixtures("machine_elsewhere")
def test_due_times_and_versions_are_on_the_towns_clock_too(called: Path) -> None:
    """Each of them once had a clock of its own: the machine's, or UTC."""
    from datetime import datetime
    from zoneinfo import ZoneInfo

    assert time.tzname[0].startswith("NZ")
    for command, stored in (
        ("rules test --request 1", guichet("rules", "test", "--request", "1", "--json").json()["due_at"]),
        ("org history", guichet("org", "history", "--json").json()[0]["applied_at"]),
    ):
        local = datetime.fromisoformat(stored).astimezone(ZoneInfo("Europe/Paris"))
        assert f"{local:%Y-%m-%d %H:%M}" in guichet(*command.split()).out, command


def test_a_time_without_a_town_says_that_it_is_utc() -> None:
    from datetime import UTC, datetime

    from cli.present import on_the_clock

    assert on_the_clock(datetime(2026, 7, 1, 10, 0, tzinfo=UTC), None) == "2026-07-01 10:00 UTC"


def test_only_one_place_of_the_commands_writes_a_time() -> None:
    root = Path(__file__).parents[2] / "cli"
    writing = {path.name for path in root.rglob("*.py") if "%H:%M" in path.read_text("utf-8")}
    assert writing == {"present.py"}
