"""Other programs of the town call the JSON API: within their rights, once, and never unseen."""

from __future__ import annotations

import base64
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
import sqlalchemy as sa

from dispatch.programs.api import creating
from dispatch.programs.api.reading import what_became
from dispatch.programs.keys import revoke_key
from dispatch.queries.inbox import show_inbound
from models.errors import PermanentFailure, TemporaryFailure
from models.store.database import Database
from models.store.looking.reads import TooMuchToLookAt
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage
from models.tables.programs.keys import ProgramKey, ProgramKind
from models.tables.requests import Attachment, RequestRow
from models.tables.traces import AccessRecord
from tests.letters import ADMINISTRATOR, PHOTO
from tests.servers.http_service import serving
from tests.web.browsing import Counter, Program

_inbound, _requests, _keys = table_of(InboundMessage), table_of(RequestRow), table_of(ProgramKey)
_files, _accesses = table_of(Attachment), table_of(AccessRecord)
LAMP = {"text": "Un lampadaire est éteint rue Courbet.", "requester": {"contact": "jeanne.petit@example.org"}}


def problem(answer: requests.Response, status: int) -> dict[str, Any]:
    """The refusal, which is one in its form too."""
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    found: dict[str, Any] = answer.json()
    assert (found["status"], found["type"]) == (status, "about:blank")
    assert found["title"] and found["detail"]
    return found


def test_there_is_no_api_until_a_token_is_made_and_none_once_it_is_taken_back(counter: Counter) -> None:
    stranger = Program(counter.address, "guichet_nothing")
    for path in ("/requests", "/openapi.json", "/received/1"):
        problem(stranger.call(path), 404)
    glpi = counter.program()
    assert glpi.call("/requests").status_code == 200
    assert requests.get(counter.address + "/api/v1/openapi.json", timeout=60).json()["openapi"] == "3.1.0"
    assert problem(stranger.call("/requests"), 401)
    assert stranger.call("/requests").headers["WWW-Authenticate"].startswith("Bearer")
    with counter.database.transaction() as session:
        revoke_key(session, ProgramKind.API, "glpi", counter.clock())
    problem(glpi.call("/requests"), 404)


def test_a_token_that_is_over_or_taken_back_or_of_another_interface_opens_nothing(counter: Counter) -> None:
    counter.program("other")
    over = counter.program("over", expires_at=counter.clock() + timedelta(days=1))
    taken, foreign = counter.program("taken"), counter.program("fixmystreet", "read", "open311")
    assert over.call("/requests").status_code == 200
    with counter.database.transaction() as session:
        revoke_key(session, ProgramKind.API, "taken", counter.clock())
    counter.clock.pass_seconds(86_401)
    said = {problem(each.call("/requests"), 401)["detail"] for each in (over, taken, foreign)}
    assert len(said) == 1, "nobody learns which"
    refused = counter.accesses("refuse")
    assert [row.actor for row in refused] == ["door:api"] * 3
    assert refused[0].data == {"status": 401, "why": "token", "path": "/api/v1/requests"}


def test_when_and_from_where_a_token_was_used_is_kept_and_its_text_is_not(counter: Counter) -> None:
    glpi = counter.program()
    assert counter.rows(sa.select(_keys))[0].used_at is None
    glpi.call("/requests")
    row = counter.rows(sa.select(_keys))[0]
    assert (row.used_at, row.used_from) == (counter.clock(), "127.0.0.1")
    assert glpi.key not in str(tuple(row)) and len(glpi.key) > 50


@pytest.mark.parametrize("may", ["read", "create", "act"])
def test_a_token_does_what_it_may_and_nothing_else(counter: Counter, may: str) -> None:
    reference = counter.ask()
    glpi = counter.program("glpi", may)
    calls = {
        "read": [("/requests", None), (f"/requests/{reference}", None)],
        "create": [("/requests", LAMP)],
        "act": [(f"/requests/{reference}/notes", {"text": "vu"})],
    }
    for right, paths in calls.items():
        for path, body in paths:
            answer = glpi.call(path, body)
            if right == may:
                assert answer.status_code in (200, 202), answer.text
            else:
                assert right in problem(answer, 403)["detail"]
    assert {row.data["why"] for row in counter.accesses("refuse")} == {"right"}
    assert {row.actor for row in counter.accesses("refuse")} == {"api:glpi"}


def test_what_is_of_another_service_is_not_there_and_looks_as_if_it_never_was(counter: Counter) -> None:
    reference = counter.ask("Une ampoule est cassée au gymnase Guimard.", files={"photo.jpg": PHOTO})
    service = counter.rows(sa.select(_requests))[0].service_id
    with counter.database.reading() as session:
        in_force = counter.board.organisations.current(session).in_force
    own = in_force.service_key(service)
    other = next(key for key in in_force.service_ids if key != own)
    file = counter.rows(sa.select(_files.c.id))[0].id
    for program, may in (
        (counter.program("own", services=[own]), True),
        (counter.program("other", services=[other]), False),
    ):
        listed = program.call("/requests?q=ampoule").json()["requests"]
        assert bool(listed) == may
        assert bool(program.call(f"/requests?service={own}").json()["requests"]) == may
        for path in (f"/requests/{reference}", f"/requests/{reference}/files/{file}"):
            answer = program.call(path)
            unknown = program.call(path.replace(reference, "2026-09999"))
            assert answer.status_code == (200 if may else 404)
            assert may or answer.json() == unknown.json()
        for act, body in (
            ("answers", {"text": "x"}),
            ("notes", {"text": "x"}),
            ("state", {"verb": "take"}),
            ("tags", {"add": ["x"]}),
            ("assignment", {"to": "service", "key": "voirie"}),
            ("tasks/1", {"state": "done"}),
        ):
            answer = program.call(f"/requests/{reference}/{act}", body)
            # Without a task there is none to change, whoever asks.
            wanted = {200, 202} if may and act != "tasks/1" else {404}
            assert answer.status_code in wanted, (act, answer.text)
    assert all(row.text != "x" for row in counter.entries() if row.data.get("proof") == "api:other")


AWAY = TemporaryFailure("The database does not answer.", "a test")
MUCH = TooMuchToLookAt("There is too much to look at: ask for less.")


@pytest.mark.parametrize("wrong", [AWAY, MUCH])
def test_what_is_in_the_ledger_is_answered_202_whatever_fails_from_then_on(
    counter: Counter, monkeypatch: pytest.MonkeyPatch, wrong: Exception
) -> None:
    glpi = counter.program()

    def fail(*_given: Any, **_named: Any) -> Any:
        raise wrong

    monkeypatch.setattr(creating, "what_became", fail)
    if wrong is AWAY:
        monkeypatch.setattr(counter.board.accesses, "record", fail)
    answer = glpi.call("/requests", LAMP)
    assert answer.status_code == 202, answer.text
    inbound = counter.rows(sa.select(_inbound))[0].id
    assert answer.json() == {"inbound": inbound, "request": None, "reason": "", "state": "waiting"}
    assert answer.headers["Location"] == f"/api/v1/received/{inbound}"


def test_a_look_that_fails_while_somebody_waits_is_no_answer_the_next_is(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    glpi, looks = counter.program(), []

    def look(call: Any, inbound: int) -> dict[str, Any]:
        looks.append(inbound)
        if len(looks) in (2, 3):
            raise (AWAY, MUCH)[len(looks) - 2]
        if len(looks) == 4:
            counter.settle()
        return what_became(call, inbound)

    monkeypatch.setattr(creating, "what_became", look)
    answer = glpi.call("/requests", LAMP, Prefer="wait=10")
    assert answer.status_code == 201, answer.text
    assert answer.json()["state"] == "new_request" and len(looks) == 4


def test_a_busy_database_refuses_no_look_for_the_note_that_a_key_was_used(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    glpi = counter.program()

    def busy() -> Any:
        raise AWAY

    with monkeypatch.context() as patched:
        patched.setattr(counter.database, "transaction", busy)
        assert glpi.call("/requests").status_code == 200
    assert counter.rows(sa.select(_keys))[0].used_at is None
    assert glpi.call("/requests").status_code == 200
    assert counter.rows(sa.select(_keys))[0].used_at == counter.clock()


def test_a_created_request_is_a_row_of_the_ledger_placed_as_the_caller_says(counter: Counter) -> None:
    glpi = counter.program()
    body = {
        **LAMP,
        "subject": "Éclairage",
        "service": "batiments",
        "position": [46.8, 4.42],
        "address": "12 rue Courbet",
        "requester": {"name": "Jeanne Petit", "contact": "jeanne.petit@example.org"},
        "files": [{"name": "photo.jpg", "content": base64.b64encode(PHOTO).decode()}],
    }
    answer = glpi.call("/requests", body)
    assert answer.status_code == 202, answer.text
    received = answer.json()
    assert received["request"] is None and received["state"] == "waiting"
    row = counter.rows(sa.select(_inbound))[0]
    assert (row.door, row.door_name, row.id) == ("api", "glpi", received["inbound"])
    counter.settle()
    found = glpi.call(answer.headers["Location"].removeprefix("/api/v1")).json()
    assert found["state"] == "new_request"
    shown = glpi.call(f"/requests/{found['request']}").json()
    assert shown["service"] == "batiments" and shown["position"] == [46.8, 4.42]
    assert shown["subject"] == "Éclairage" and shown["received"][0]["door"] == "api:glpi"
    assert shown["requester"]["name"] == "Jeanne Petit"
    assert "12 rue Courbet" in shown["entries"][0]["text"]
    assert shown["attachments"][0]["shown_name"] == "photo.jpg"
    told = next(step for step in shown["steps"] if step["rule"] == ":told")
    assert told["actions"] == ["service=batiments"] and told["why"][0]["asked"] == "glpi"
    assert len(counter.notices("acknowledgement")) == 1
    with counter.database.reading() as session:
        assert show_inbound(session, row.id)["request"] == found["request"]


def test_what_another_program_sent_is_nobody_elses_to_follow(counter: Counter) -> None:
    mine, other = counter.program("mine"), counter.program("other")
    number = mine.call("/requests", LAMP).json()["inbound"]
    counter.ask()
    assert mine.call(f"/received/{number}").status_code == 200
    for path in (f"/received/{number}", f"/received/{number + 1}", "/received/99", "/received/x"):
        problem(other.call(path), 404)


def test_a_call_that_names_itself_is_done_once_and_its_name_serves_nothing_else(counter: Counter) -> None:
    glpi, other = counter.program(), counter.program("other")
    first = glpi.call("/requests", LAMP, Idempotency_Key="a-1")
    again = glpi.call("/requests", LAMP, Idempotency_Key="a-1")
    assert first.json()["inbound"] == again.json()["inbound"]
    assert other.call("/requests", LAMP, Idempotency_Key="a-1").json()["inbound"] != first.json()["inbound"]
    problem(glpi.call("/requests", {**LAMP, "text": "Autre chose."}, Idempotency_Key="a-1"), 422)
    counter.settle()
    reference = glpi.call(f"/received/{first.json()['inbound']}").json()["request"]
    before = len(counter.entries())
    for repeated in (False, True):
        answer = glpi.call(f"/requests/{reference}/notes", {"text": "vu"}, Idempotency_Key="n-1")
        assert answer.status_code == 200 and answer.json()["reference"] == reference
        assert answer.json()["repeated"] == repeated
        assert answer.json()["requester_reached"] is (None if repeated else True)
        assert answer.json()["waits_for_visa"] is (None if repeated else False)
    assert len(counter.entries()) == before + 1
    problem(glpi.call(f"/requests/{reference}/notes", {"text": "autre"}, Idempotency_Key="n-1"), 422)
    problem(glpi.call(f"/requests/{reference}/answers", {"text": "vu"}, Idempotency_Key="n-1"), 422)
    problem(glpi.call(f"/requests/{reference}/notes", {"text": "vu"}, Idempotency_Key="x" * 201), 400)
    assert len(counter.entries()) == before + 1


def test_acts_are_those_of_the_pages_and_are_signed_by_the_program(counter: Counter) -> None:
    reference = counter.ask()
    glpi = counter.program()
    answered = glpi.call(f"/requests/{reference}/answers", {"text": "Nous passons demain."})
    assert answered.status_code == 200 and answered.json()["requester_reached"] is True
    assert glpi.call(f"/requests/{reference}/state", {"verb": "take"}).json()["state"] == "taken"
    problem(glpi.call(f"/requests/{reference}/state", {"verb": "take"}), 409)
    problem(glpi.call(f"/requests/{reference}/state", {"verb": "dance"}), 422)
    problem(glpi.call(f"/requests/{reference}/state", {"verb": "plan", "on": "2020-01-01"}), 422)
    noon = {"verb": "plan", "on": "2034-11-12", "hours": "midday"}
    problem(glpi.call(f"/requests/{reference}/state", noon), 422)
    before_noon = noon | {"hours": "09:00-11:00"}
    assert glpi.call(f"/requests/{reference}/state", before_noon).json()["state"] == "planned"
    assert counter.entries()[-1].data["hours"] == "09:00-11:00"
    hands = {"to": "agent", "key": "marc-durand", "comment": "À vous"}
    assert glpi.call(f"/requests/{reference}/assignment", hands).json()["assignee"] == "marc-durand"
    problem(glpi.call(f"/requests/{reference}/assignment", {**hands, "key": "nobody"}), 422)
    problem(glpi.call(f"/requests/{reference}/tasks/99", {"state": "done"}), 422)
    mine = [row for row in counter.entries() if row.data.get("proof") == "api:glpi"]
    assert {row.kind for row in mine} == {"message_out", "state", "assignment"}
    assert [row.text for row in mine if row.kind == "message_out"] == ["Nous passons demain."]
    assert {row.actor for row in counter.accesses("answer") + counter.accesses("state")} == {"api:glpi"}
    page = counter.signed_in(ADMINISTRATOR).open(f"/demandes/{reference}").text
    assert "api:glpi" in page, "colleagues see which program it was"
    assert counter.notices("answer")[0].recipient == "jeanne.petit@example.org"


def test_words_of_a_program_wait_for_a_visa_where_those_of_agents_do(counter: Counter) -> None:
    reference, glpi = counter.ask(), counter.program()
    organisation = counter.organisation()
    services = tuple(each.model_copy(update={"visa": True}) for each in organisation.services)
    counter.organise(organisation.model_copy(update={"services": services}))
    answered = glpi.call(f"/requests/{reference}/answers", {"text": "Nous passons demain."}).json()
    assert (answered["waits_for_visa"], answered["requester_reached"]) == (True, False)
    assert counter.notices("answer") == []


def test_whoever_has_not_read_what_came_last_changes_nothing(counter: Counter) -> None:
    reference = counter.ask()
    glpi = counter.program()
    last = glpi.call(f"/requests/{reference}").json()["entries"][-1]["id"]
    assert glpi.call(f"/requests/{reference}/notes", {"text": "un", "seen": last}).status_code == 200
    found = problem(glpi.call(f"/requests/{reference}/notes", {"text": "deux", "seen": last}), 409)
    assert found["seen"] == last
    assert [row.text for row in counter.entries() if row.kind == "note"] == ["un"]


def test_a_list_is_read_piece_by_piece_whatever_comes_meanwhile(counter: Counter) -> None:
    asked = [counter.ask(f"Ampoule {n} au gymnase Guimard.") for n in range(5)]
    glpi = counter.program()
    first = glpi.call("/requests?limit=2")
    assert [row["reference"] for row in first.json()["requests"]] == asked[:2:-1]
    assert f"after={first.json()['next']}" in first.headers["Link"]
    counter.ask("Une autre au gymnase Guimard.")
    rest, after = [], first.json()["next"]
    while after:
        piece = glpi.call(f"/requests?limit=2&after={after}").json()
        rest, after = rest + [row["reference"] for row in piece["requests"]], piece["next"]
    assert rest == asked[2::-1]
    # Whoever keeps a copy asks for what changed since, the longest ago first.
    counter.clock.pass_seconds(60)
    since = counter.clock().isoformat().replace("+00:00", "Z")
    glpi.call(f"/requests/{asked[1]}/notes", {"text": "vu"})
    counter.clock.pass_seconds(60)
    glpi.call(f"/requests/{asked[0]}/notes", {"text": "vu"})
    piece = glpi.call(f"/requests?order=updated&updated_since={since}&limit=1").json()
    assert [row["reference"] for row in piece["requests"]] == [asked[1]]
    piece = glpi.call(f"/requests?order=updated&updated_since={since}&after={piece['next']}").json()
    assert [row["reference"] for row in piece["requests"]] == [asked[0]] and piece["next"] is None


#: Parameters that no list understands.
NOT_UNDERSTOOD = (
    "limit=0", "limit=201", "limit=x", "order=best", "overdue=1", "since=2026-11-01", "since=hier",
    "state=%00open", "q=a%00b", "type=a%7F", "after=MTIzNDU2Nzg5MDE", "after=AAAA", "after=%F0%9F", "colour=red", "order=updated&after=NA", "until=0001-01-01T00:00:00%2B14:00",
)  # fmt: skip


def test_a_filter_that_is_not_understood_is_refused_and_not_left_out(counter: Counter) -> None:
    glpi = counter.program()
    for query in NOT_UNDERSTOOD:
        assert problem(glpi.call(f"/requests?{query}"), 400)["detail"], query


def test_filters_are_those_of_the_command(counter: Counter) -> None:
    lamp = counter.ask("Une ampoule est cassée au gymnase Guimard.", subject="Ampoule")
    counter.ask("Un nid-de-poule rue Courbet.", subject="Chaussée", sender="luc@example.org")
    glpi = counter.program()
    counter.set(lamp, due_at=counter.clock() - timedelta(days=1))
    glpi.call(f"/requests/{lamp}/assignment", {"to": "agent", "key": "karim-benali"})

    def listed(query: str) -> list[str]:
        return [row["reference"] for row in glpi.call(f"/requests?{query}").json()["requests"]]

    for query in ("q=ampoule", "assignee=karim-benali", "overdue=true", "building=gymnase-guimard"):
        assert listed(query) == [lamp], query
    assert lamp not in listed("assignee=none") and listed("state=closed") == []
    assert listed("state=new&type=nothing") == [] and len(listed("state=open&order=oldest")) == 2
    assert (
        listed("until=2020-01-01T00:00:00Z") == [] and len(listed("since=2020-01-01T00:00:00%2B01:00")) == 2
    )


#: What was sent, and the field that is wrong in it.
WRONG: tuple[tuple[dict[str, Any] | bytes, str], ...] = (
    ({}, "text"),
    ({"text": "   "}, "text"),
    ({"text": "a\x00b"}, "text"),
    ({"text": "x" * 20_001}, "text"),
    ({"text": "x", "colour": "red"}, "colour"),
    ({"text": "x", "position": [91, 0]}, "position"),
    ({"text": "x", "service": "nothing"}, "service"),
    ({"text": "x", "type": "../x"}, "type"),
    ({"text": "x", "to": "nowhere"}, "to"),
    ({"text": "x", "requester": {"contact": "000000"}}, "requester.contact"),
    ({"text": "x", "files": [{"name": "a.txt", "content": "é"}]}, "files"),
    (b"{not json", "body"),
    (b"", "body"),
)


def test_what_makes_no_sense_is_named_and_nothing_is_stored(counter: Counter) -> None:
    glpi = counter.program()
    for body, named in WRONG:
        answer = glpi.call("/requests", body, Content_Type="application/json")
        assert named in problem(answer, 422)["detail"], body
    assert counter.rows(sa.select(_inbound)) == []


def test_a_body_that_is_no_json_or_too_large_is_refused_before_it_is_read(counter: Counter) -> None:
    glpi = counter.program()
    problem(glpi.call("/requests", b"text=x", Content_Type="application/x-www-form-urlencoded"), 415)
    most = counter.board.settings.api.body_bytes
    too_large = glpi.call("/requests", b" " * (most + 1), Content_Type="application/json")
    assert too_large.headers["Connection"] == "close"
    problem(too_large, 413)
    problem(glpi.call("/nothing/here"), 404)


def test_each_look_and_act_of_a_program_is_in_the_access_log(counter: Counter) -> None:
    reference = counter.ask(files={"photo.jpg": PHOTO})
    file = counter.rows(sa.select(_files.c.id))[0].id
    glpi = counter.program()
    glpi.call("/requests")
    glpi.call(f"/requests/{reference}")
    assert glpi.call(f"/requests/{reference}/files/{file}").content.startswith(PHOTO[:2])
    glpi.call("/requests", LAMP)
    log = counter.rows(sa.select(_accesses).where(_accesses.c.actor == "api:glpi").order_by(_accesses.c.id))
    seen = [(row.action, row.subject.partition(":")[0]) for row in log]
    assert seen == [("list", "requests"), ("read", "request"), ("read", "request"), ("create", "inbound")]


def test_a_program_that_calls_too_often_waits_and_nobody_elses_calls_do(
    sqlite_town_database: Database, tmp_path: Path
) -> None:
    limits = {"calls_per_minute": 3, "creations_per_hour": 2, "body_bytes": 100_000}
    counter = Counter(sqlite_town_database, tmp_path, api=limits)
    try:
        with serving(counter.router) as counter.address:
            glpi, other = counter.program(), counter.program("other")
            assert [glpi.call("/requests").status_code for _ in range(4)] == [200, 200, 200, 429]
            refused = glpi.call("/requests")
            assert int(refused.headers["Retry-After"]) == 20
            problem(refused, 429)
            assert [other.call("/requests", LAMP).status_code for _ in range(3)] == [202, 202, 429]
            # Whoever guesses is soon not even looked at; the access log does not grow by it.
            stranger = Program(counter.address, "guichet_" + "x" * 43)
            answers = [stranger.call("/requests").status_code for _ in range(40)]
            assert answers[:30] == [401] * 30 and set(answers[30:]) == {429}
            assert len([row for row in counter.accesses("refuse") if row.actor == "door:api"]) == 30
    finally:
        counter.close()


def test_a_call_that_took_a_request_out_of_sight_is_done_once_too(counter: Counter) -> None:
    reference = counter.ask("Une ampoule est cassée au gymnase Guimard.")
    own = counter.program("own", services=["batiments"])
    path, body = f"/requests/{reference}/assignment", {"to": "service", "key": "voirie"}
    first = own.call(path, body, Idempotency_Key="h-1")
    before = len(counter.entries())
    again = own.call(path, body, Idempotency_Key="h-1")
    assert (first.status_code, again.status_code) == (200, 200)
    assert again.json() == {
        "reference": reference, "requester_reached": None, "waits_for_visa": None, "repeated": True,
    }  # fmt: skip
    assert len(counter.entries()) == before
    problem(own.call(path, {**body, "comment": "x"}, Idempotency_Key="h-1"), 422)
    problem(own.call(path, body, Idempotency_Key="h-2"), 404)


def test_who_has_letters_beyond_ascii_in_their_address_is_told_like_anybody(counter: Counter) -> None:
    glpi = counter.program()
    who = {"name": "Hélène Petit", "contact": "hélène@évry.example"}
    assert glpi.call("/requests", {**LAMP, "requester": who}).status_code == 202
    counter.settle()
    (told,) = counter.notices("acknowledgement")
    assert told.recipient == "hélène@xn--vry-9la.example"


def test_a_file_whose_bytes_are_gone_is_a_problem_and_no_page(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = counter.ask(files={"photo.jpg": PHOTO})
    file = counter.rows(sa.select(_files.c.id))[0].id

    def gone(*_: object) -> bytes:
        raise PermanentFailure("Gone.", "gone")

    monkeypatch.setattr(type(counter.board.files), "get", gone)
    problem(counter.program().call(f"/requests/{reference}/files/{file}"), 410)
