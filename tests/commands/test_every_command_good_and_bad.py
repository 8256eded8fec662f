"""Every command with good and bad input: 0 done, 1 impossible (one line), 2 misused; never a traceback."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from intake.reading.asked import RoomLimits
from tests.commands.running import guichet, this_years
from tests.letters import write

REQUEST_KEYS = {
    "reference", "state", "subject", "service", "building", "assignee", "requester", "priority",
    "created_at", "due_at",
}  # fmt: skip
INBOUND_KEYS = {"id", "received_at", "door", "from", "to", "subject", "state", "reason", "request"}
NOTICE_KEYS = {
    "id", "created_at", "notice", "channel", "audience", "recipient", "state", "attempts", "last_error",
    "request_id",
}  # fmt: skip


def assert_impossible(words: str, *arguments: str, lines: int = 1) -> None:
    done = guichet(*arguments)
    assert done.code == 1, (arguments, done)
    assert words in done.err, (arguments, done.err)
    assert done.err.startswith("guichet: ") or lines > 1
    assert len(done.err.strip().splitlines()) == lines, done.err
    for never in ("Traceback", "a mistake in Guichet"):
        assert never not in done.err


IMPOSSIBLE = [
    ("There is no request 2026-00009", "requests show 2026-00009"),
    ("is not a reference", "requests show 2026/9"),
    ("is not a reference", "requests show \udcff"),
    ("There is no request", "requests assign 2026-00009 karim-benali"),
    ("There is no request", "requests note 2026-00009 oui"),
    ("There is no request", "requests state 2026-00009 done"),
    ("Name an agent", "requests assign 2026-00001"),
    ("There is no agent 'nobody'", "requests assign 2026-00001 nobody"),
    ("There is no service 'nothing'", "requests assign 2026-00001 --service nothing"),
    ("is no verb", "requests state 2026-00001 danser"),
    ("is not a day", "requests state 2026-00001 plan --on jamais"),
    ("There is no agent 'nobody'", "requests state 2026-00001 done --by nobody"),
    ("There is no service 'voiri'. Did you mean 'voirie'?", "requests list --service voiri"),
    ("There is no agent 'karim-benalli'. Did you mean "
        "'karim-benali'?", "requests list --assignee karim-benalli"),
    ("There is no state 'donne'; there are: new, taken, ", "requests list --state donne"),
    ("Did you mean 'karim-benali'?", "requests list --assignee karim"),
    ("is no span of time and no day", "requests list --since naguère"),
    ("There is no request 2026-00009", "requests requester 9 luc@example.org"),
    ("is not an email address", "requests requester 1 luc@"),
    ("cannot be read", "requests create Bonjour --file missing.pdf"),
    ("is not a telephone number", "requests create Bonjour --for 000000"),
    ("There is no request 2026-00009", "audit show 9"),
    ("There is no agent 'nobody'", "tasks list --agent nobody"),
    ("There is no inbound message 9", "inbox show 9"),
    ("There is no inbound message 9", "inbox explain 9"),
    ("There is no inbound message 9", "inbox replay 9"),
    ("already part of a request", "inbox replay 1"),
    ("nothing to release", "inbox release 1"),
    ("There is no inbound message 9", "inbox release 9"),
    ("Name a message by its number, or a storm", "inbox release"),
    ("Name a message by its number, or a storm", "inbox release 1 --storm"),
    ("No storm is held", "inbox release --storm"),
    ("No storm is held", "inbox release --from luc@example.org --limit 3"),
    ("there is nothing to dismiss", "inbox dismiss 1"),
    ("There is no inbound message 9", "inbox dismiss 9"),
    ("Name messages by their numbers", "inbox dismiss"),
    ("Name messages by their numbers", "inbox dismiss 1 --from luc@example.org"),
    ("Nothing of this sender is held", "inbox dismiss --from luc@example.org"),
    ("There is no training in formation", "training status"),
    ("There is no state 'x'", "inbox list --state x"),
    ("There is no state 'x'", "outbox list --state x"),
    ("There is no request", "outbox list --request 2026-00009"),
    ("There is no notice 9", "outbox show 9"),
    ("There is no notice 9", "outbox retry 9"),
    ("There is no notice 9", "outbox cancel 9"),
    ("not held: there is nothing to release", "outbox release 9"),
    ("Nothing is held for luc@example.org", "outbox release --to luc@example.org"),
    ("Name a notice by its number, or an address", "outbox release"),
    ("Nothing is held for acknowledgement", "outbox release --notice acknowledgement"),
    ("There is no request", "requests split 2026-00009"),
    ("has no message 9", "requests split 2026-00001 --entry 9"),
    ("There is no request 2026-00009", "requests merge 1 9"),
    ("is that request already", "requests merge 1 1"),
    ("waits for a visa", "requests approve 1"),
    ("not both", "requests approve 1 --text x --send-back y"),
    ("Nothing is proposed for", "requests join 1"),
    ("Nothing is proposed for", "requests apart 1"),
    ("is joined to no other request", "requests detach 1"),
    ("No ready answer 'x'", "answers show x"),
    ("No partner 'x'", "partners show x"),
    ("No official 'x'", "officials show x"),
    ("There is no request 2026-00009", "requests forward 9 agglo"),
    ("There is no partner 'aglo'. Did you mean 'agglo'?", "requests forward 1 aglo"),
    ("backup.destinations", "backup init"),
    ("backup.destinations", "backup now"),
    ("No destination is set", "backup check"),
    ("No destination is set", "backup restore elsewhere"),
    ("Sending is on", "backup resume"),
    ("no other place is set", "files move"),
    ("write the recovery key, from the safe", "backup restore elsewhere --from nas --key none.txt"),
    ("There is no task 9", "tasks done 9"),
    ("There is no task 9", "tasks refuse 9"),
    ("There is no task 9", "tasks reassign 9 karim-benali"),
    ("There is no request", "tasks list --request 2026-00009"),
    ("Nobody is known by", "people show personne@example.org"),
    ("guichet: ", "people show pas-une-adresse"),
    ("The channel is email, sms or last", "people prefer jeanne.petit@example.org pigeon"),
    ("Nobody is known by", "people opt-out personne@example.org"),
    ("Nobody is known by", "people reachable personne@example.org"),
    ("Nobody is known by", "people answered personne@example.org"),
    ("No demand of jeanne.petit@example.org is open", "people answered jeanne.petit@example.org"),
    ("Nobody is known by", "people link personne@example.org 0639980012"),
    ("is not empty. An invented fortnight goes into a new directory only.", "try --into ."),
    ("cannot be read", "import missing.csv"),
    ("cannot be read", "import missing.mbox"),
    ("cannot be read", "import missing.csv --columns missing.toml"),
    ("cannot be read", "submit missing.eml"),
    ("cannot be read", "submit ."),
    ("is not a telephone number", "submit --sms 12 Bonjour"),
    ("is not a telephone number", "sms preview Bonjour --to 12"),
    ("Give one of", "rules test"),
    ("cannot be read", "rules test missing.eml"),
    ("There is no request 2026-00009", "rules test --request 2026-00009"),
    ("is no span of time", "rules stats --since naguère"),
    ("is no span of time", "rules suggest --since 1y"),
    ("cannot be read", "rules backtest -o missing"),
    ("cannot be read", "org check missing"),
    ("cannot be read", "org diff missing"),
    ("cannot be read", "org apply missing --yes"),
    ("exists already", "org init --sample"),
    ("guichet: ", "org rollback 9 --yes"),
    ("guichet: ", "services show nothing"),
    ("guichet: ", "services remove nothing --yes"),
    ("guichet: ", "services add nonsense"),
    ("guichet: ", "services edit nothing name=X"),
    ("guichet: ", "buildings import missing.csv"),
    ("guichet: ", "rules move nothing --before nothing"),
    ("guichet: ", "workflows draw nothing"),
    ("There is no passkey 9", "passkeys remove 9"),
    ("There is no passkey 9", "passkeys rename 9 phone"),
    ("No session 9 is open", "sessions end 9"),
    ("Name one session", "sessions end"),
    ("Name one session", "sessions end 1 --everybody"),
    ("There is no agent 'nobody'", "sessions end --agent nobody"),
    ("There is no agent 'nobody'", "sessions link nobody"),
    ("There is no notice 'nothing'", "templates show nothing"),
    ("There is no directory", "templates check missing"),
    ("No templates_dir is set", "templates check"),
    ("There is no settings file", "--settings missing.toml requests list"),
    ("cannot be read", "--settings . requests list"),
    ("guichet: ", "doctor imap nothing"),
    ("There is no job 'wach'; there are: access log, codes, confirmations", "schedule run wach"),
    ("Did you mean 'watch'?", "schedule run wach"),
    ("after the last", "stats --since 2026-11-20 --until 2026-11-19"),
    ("is not a day", "stats --until jamais"),
    ("There is no building 'guimar'", "requests list --building guimar"),
    ("There is no request type", "requests list --type nothing"),
]  # fmt: skip


def test_a_blank_names_nobody_and_lets_nothing_go(office: Path) -> None:
    assert office == Path.cwd()
    for option in ("--to", "--notice"):
        assert_impossible("Name a notice by its number", "outbox", "release", option, " ")
    assert_impossible("Name a message by its number", "inbox", "release", "--from", " ")


def test_what_is_impossible_is_said_in_one_line(busy_office: Path) -> None:
    assert busy_office == Path.cwd()
    wrong = []
    for words, line in IMPOSSIBLE:
        try:
            assert_impossible(this_years(words), *this_years(line).split())
        except AssertionError as failed:
            wrong.append(str(failed).splitlines()[0])
    assert wrong == []


@pytest.mark.parametrize(
    "line",
    [
        "nonsense", "requests nonsense", "requests list --nonsense", "requests list --limit 0",
        "requests show", "inbox show seven", "outbox retry", "submit", "read", "read --kind pdf a.eml",
        "requests list --sort colour", "people show", "rules move x", "sms preview",
        "workflows draw x --as jpeg",
        # Numbers that no database holds.
        "inbox show 99999999999999999999", "inbox dismiss 99999999999999999999", "outbox show 99999999999999999999", "tasks done 99999999999999999999",
    ],
)  # fmt: skip
def test_wrong_usage_exits_two(office: Path, line: str) -> None:
    done = guichet(*line.split())
    assert done.code == 2, done
    assert "Usage: " in done.err
    assert "Traceback" not in done.err


def test_json_has_its_documented_keys(busy_office: Path) -> None:
    assert busy_office.exists()
    (request,) = guichet("requests", "list", "--json").json()
    assert request.keys() >= REQUEST_KEYS
    assert request["reference"].endswith("-00001")
    shown = guichet("requests", "show", request["reference"], "--json").json()
    assert shown.keys() >= REQUEST_KEYS | {"entries", "attachments", "steps", "tasks", "links"}
    assert shown["service"] and shown["building"]
    assert [item["shown_name"] for item in shown["attachments"]] == ["entrée.jpg"]
    (message,) = guichet("inbox", "list", "--json").json()
    assert message.keys() >= INBOUND_KEYS
    assert guichet("inbox", "show", "1", "--json").json().keys() >= INBOUND_KEYS | {"steps", "sha256"}
    explained = guichet("inbox", "explain", "1", "--json").json()
    assert explained["steps"], "a decision explains itself"
    notices = guichet("outbox", "list", "--json").json()
    assert {row["state"] for row in notices} == {"sent"}
    assert all(row.keys() >= NOTICE_KEYS for row in notices)
    assert guichet("outbox", "show", str(notices[0]["id"]), "--json").json().keys() >= NOTICE_KEYS
    bounds = guichet("limits", "--json").json()
    assert {"what", "per", "limit", "now", "setting"} == bounds["limits"][0].keys()
    assert (bounds["held"]["left_in_hour"], bounds["held"]["requests_in_hour"]) == (2, 1)
    person = guichet("people", "show", "jeanne.petit@example.org", "--json").json()
    assert {"name", "contacts", "requests"} <= person.keys()
    assert guichet("tasks", "list", "--json").json() == []
    assert {"rule", "matched", "decided", "moved"} <= guichet("rules", "stats", "--json").json()[0].keys()
    assert guichet("rules", "suggest", "--json").json() == []
    assert guichet("rules", "backtest", "--json").json() == {"tried": 1, "moves": []}
    tried = guichet("rules", "test", "a.eml", "--json").json()
    assert tried["service"] == shown["service"]
    assert guichet("org", "history", "--json").json()
    for parts in ("services", "buildings", "agents", "types", "workflows", "rules"):
        assert "key" in guichet(parts, "list", "--json").json()[0]
    assert {"notice", "audience", "email", "sms"} <= guichet("templates", "list", "--json").json()[0].keys()
    assert {"encoding", "segments", "cost"} <= guichet("sms", "preview", "Bonjour", "--json").json().keys()
    (advice,) = guichet("org", "check", "--json").json()
    assert (advice.keys(), advice["severity"]) == ({"file", "line", "severity", "message"}, "advice")


def test_what_strangers_wrote_cannot_act_on_the_terminal(busy_office: Path) -> None:
    assert busy_office.exists()
    (request,) = guichet("requests", "list", "--json").json()
    reference = request["reference"]
    for line in (
        "requests list", "requests incidents", "requests visas", f"requests show {reference}", "inbox list", "inbox show 1", "inbox explain 1",
        "outbox list", "outbox show 1", "limits", "verify", "verify --repair", "people show jeanne.petit@example.org", "read a.eml",
        f"rules test --request {reference}", "rules test a.eml", "rules backtest",
    ):  # fmt: skip
        done = guichet(*line.split())
        assert done.code == 0, (line, done)
        for character in ("\x1b", "\x07", "\u202e"):
            assert character not in done.out, line
    assert "[bold]gras[/nothing]" in guichet("requests", "list").out, "no markup of theirs is taken as ours"


def test_a_request_is_worked_on_by_command(busy_office: Path) -> None:
    assert busy_office.exists()
    (request,) = guichet("requests", "list", "--json").json()
    reference = request["reference"]
    agents = [agent["key"] for agent in guichet("agents", "list", "--json").json()]
    for line in (
        ("requests", "note", reference, "Vu sur place. [/b]"),
        ("requests", "assign", reference, agents[0]),
        ("requests", "assign", reference, "--service", "voirie"),
        ("requests", "state", reference, "terminé", "--comment", "C'est changé."),
        ("work",),
        ("people", "prefer", "jeanne.petit@example.org", "email"),
        ("people", "opt-out", "jeanne.petit@example.org"),
        ("people", "opt-out", "jeanne.petit@example.org", "--undo"),
        ("people", "reachable", "jeanne.petit@example.org"),
        ("db", "check"),
        ("db", "upgrade"),
        ("upgrade",),
        ("org", "diff"),
        ("org", "export"),
        ("--version",),
        ("--help",),
    ):
        done = guichet(*line)
        assert done.code == 0, (line, done)
    shown = guichet("requests", "show", reference, "--json").json()
    assert shown["service"] == "voirie"
    assert {"note", "assignment", "state"} <= {entry["kind"] for entry in shown["entries"]}
    assert guichet("requests", "list", "--open", "--json").json() == []


def test_a_request_is_passed_on_by_command_and_shown_with_whom_it_is(busy_office: Path) -> None:
    assert busy_office.exists()
    (request,) = guichet("requests", "list", "--json").json()
    word = guichet("requests", "state", request["reference"], "forward")
    assert (word.code, "guichet requests forward" in word.err) == (1, True), word
    done = guichet("requests", "forward", request["reference"], "Agglo", "--text", "Votre conduite ?")
    assert done.code == 0, done
    assert "is with Communauté d'agglomération, who has until" in done.out
    assert "eau@agglo.example.org" in done.out and "the requester" in done.out
    shown = guichet("requests", "show", request["reference"], "--json").json()
    assert shown["state"] == "with-partner"
    assert [each["partner"] for each in shown["passed_on"]] == ["agglo"]
    assert "passed on" in guichet("requests", "show", request["reference"]).out
    assert guichet("requests", "list", "--state", "with-partner", "--json").json() != []
    assert guichet("requests", "state", request["reference"], "done").code == 0
    closed = guichet("requests", "forward", request["reference"], "agglo")
    assert (closed.code, "closed: reopen it first" in closed.err) == (1, True), closed
    traced = guichet("audit", "show", request["reference"]).out
    assert "forward" in traced


def test_a_message_is_made_a_request_of_its_own_by_command_once(busy_office: Path) -> None:
    assert busy_office.exists()
    (request,) = guichet("requests", "list", "--json").json()
    alone = guichet("requests", "split", request["reference"])
    assert (alone.code, "has no other message" in alone.err) == (1, True), alone
    letter = write("Et un banc est cassé.", subject=f"Re: [{request['reference']}]")
    (busy_office / "b.eml").write_bytes(letter.as_bytes())
    assert guichet("submit", "b.eml", "--from", "jeanne.petit@example.org").code == 0
    assert guichet("work").code == 0
    done = guichet("requests", "split", request["reference"])
    assert done.code == 0, done
    assert this_years(f"Made of a message of {request['reference']}: 2026-0") in " ".join(done.out.split())
    old, new = sorted(row["reference"] for row in guichet("requests", "list", "--json").json())
    for one, other in ((old, new), (new, old)):
        shown = guichet("requests", "show", one, "--json").json()
        assert [link["reference"] for link in shown["links"]] == [other]
        assert other in guichet("requests", "show", one).out
    joined = guichet("requests", "merge", new, old)
    assert (joined.code, f"{new} is joined to {old}" in joined.out) == (0, True), joined
    assert guichet("requests", "show", new, "--json").json()["state"] == "done"
    again = guichet("requests", "split", request["reference"])
    assert (again.code, "already" in again.err) == (1, True)


def test_one_incident_of_several_reports_is_joined_and_parted_by_command(busy_office: Path) -> None:
    (first,) = guichet("requests", "list", "--json").json()
    shown = guichet("requests", "show", first["reference"], "--json").json()
    said = next(each["text"] for each in shown["entries"] if each["kind"] == "message_in")
    letter = write(said, subject=first["subject"], sender="luc@example.org")
    (busy_office / "b.eml").write_bytes(letter.as_bytes())
    assert guichet("submit", "b.eml", "--from", "luc@example.org").code == 0
    assert guichet("work").code == 0
    (incident,) = guichet("requests", "incidents", "--json").json()
    (again,) = incident["waiting"]
    assert (incident["reference"], incident["joined"]) == (first["reference"], 0)
    joined = guichet("requests", "join", first["reference"])
    assert (joined.code, f"Joined: {again}" in joined.out) == (0, True), joined
    assert guichet("requests", "incidents", "--json").json()[0]["joined"] == 1
    assert again not in guichet("requests", "incidents").out
    parted = guichet("requests", "detach", again)
    assert (parted.code, f"{again} goes its own way again: new" in parted.out) == (0, True), parted
    assert guichet("requests", "incidents", "--json").json() == []


def test_what_is_held_for_an_address_leaves_by_command(busy_office: Path) -> None:
    (notice, *_) = guichet("outbox", "list", "--json").json()
    with sqlite3.connect(busy_office / "var" / "guichet.db") as database:
        database.execute("UPDATE outbound_message SET state = 'held' WHERE id = ?", (notice["id"],))
    database.close()
    assert [row["id"] for row in guichet("outbox", "list", "--state", "held", "--json").json()] == [
        notice["id"]
    ]
    done = guichet("outbox", "release", "--to", notice["recipient"])
    assert done.code == 0, done
    assert guichet("outbox", "show", str(notice["id"]), "--json").json()["state"] == "queued"


def test_names_of_files_are_no_markup_and_need_no_unicode(office: Path) -> None:
    letter = b"From: a@example.org\r\nTo: mairie@ville.test\r\nSubject: x\r\n\r\ny\r\n"
    for name in ("[", "a[red].eml", "\udcff.eml"):
        (office / name).write_bytes(letter)
        done = guichet("submit", name)
        assert (done.code, done.err) == (0, ""), name
        assert guichet("submit", name, "--json").json()[0]["inbound"] > 0
        assert guichet("read", "--json", name).code == 0


def test_a_message_comes_by_standard_input_and_a_text_by_number(office: Path) -> None:
    assert office.exists()
    letter = b"From: a@example.org\r\nTo: mairie@ville.test\r\nSubject: x\r\n\r\ny\r\n"
    assert guichet("submit", "-", "--json", typed=letter).json() == [{"path": "-", "inbound": 1}]
    assert guichet("submit", "--sms", "06 39 98 00 12", "Lampadaire", "en panne", "--json").code == 0
    assert guichet("read", "-", "--json", typed=letter).code == 0
    assert guichet("inbox", "show", "1", "--raw").out.encode() == letter
    assert [row["state"] for row in guichet("inbox", "list", "--json").json()] == ["waiting", "waiting"]
    assert guichet("submit", "--sms", "0639980012", "-", "--json", typed="Porte cassée".encode()).code == 0
    assert "Porte+cass%C3%A9e" in guichet("inbox", "show", "3", "--raw").out
    Path("s1.txt").write_text("Bonjour")
    named = guichet("submit", "--sms", "0639980012", "s1.txt")
    assert named.code == 1 and "s1.txt is a file" in named.err


def test_reading_a_file_over_the_limits_is_said_and_the_others_are_read(office: Path) -> None:
    with (office / "huge.eml").open("wb") as huge:
        huge.truncate(140 * 1024 * 1024)
    (office / "b.html").write_bytes(b"<p>lisible</p>")
    done = guichet("read", "--kind", "html", "--json", "huge.eml", "b.html")
    rows = [json.loads(line) for line in done.out.splitlines()]
    assert done.code == 1
    assert rows[0] == {"path": "huge.eml", "error": "Reading takes more than 512 MB of memory."}
    assert rows[1]["text"] == "lisible"


def test_a_mail_that_takes_longer_than_a_reader_may_is_given_up_and_the_others_are_read(
    office: Path,
) -> None:
    """The ceilings of the service: whoever looks at a hostile mail by hand gets their terminal back."""
    assert (RoomLimits().time_seconds, RoomLimits().memory_bytes) == (5.0, 512 * 1024 * 1024)
    text = b"--b\r\nContent-Type: text/html\r\n\r\n" + b"<p>a <b>b</b></p>\n" * 220_000 + b"\r\n"
    with (office / "long.eml").open("wb") as long:
        long.write(b"From: a@example.org\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n")
        long.writelines([text] * 12)
    (office / "b.eml").write_bytes(b"From: a@example.org\r\nSubject: lisible\r\n\r\ny\r\n")
    done = guichet("read", "--json", "long.eml", "b.eml")
    rows = [json.loads(each) for each in done.out.splitlines()]
    assert done.code == 1
    # Of the processor, or by the clock on a busy machine.
    assert rows[0]["error"] in ("Reading took longer than 5 s.", "Reading took longer than 20 s.")
    assert rows[1]["subject"] == "lisible"


def test_an_unreadable_file_is_said_and_the_others_are_read(office: Path) -> None:
    (office / "b.eml").write_bytes(b"From: a@example.org\r\nSubject: lisible\r\n\r\ny\r\n")
    done = guichet("read", "--json", "missing.eml", "b.eml")
    rows = [json.loads(line) for line in done.out.splitlines()]
    assert done.code == 1
    assert "error" in rows[0]
    assert rows[1]["subject"] == "lisible"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[work]\nreader = 2\n", "Did you mean 'readers'"),
        ("wrok = 2\n", "wrok"),
        ("[work]\nreaders = 'many'\n", "work.readers"),
        ("[outgoing.relay]\npassword = 'x'\n", "GUICHET_OUTGOING__RELAY__PASSWORD"),
        ("a = ", "not valid TOML"),
        ("\xff", "there is no such setting|not valid TOML"),
    ],
)
def test_wrong_settings_name_their_line_and_what_to_do(office: Path, text: str, words: str) -> None:
    (office / "settings.toml").write_bytes(text.encode("latin-1"))
    done = guichet("requests", "list")
    assert done.code == 1
    assert any(word in done.err for word in words.split("|")), done.err
    assert "Traceback" not in done.err
