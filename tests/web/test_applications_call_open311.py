"""Reporting applications post by Open311 and read what is public: once, within their rights, and nobody's data."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import georeport
import pytest
import requests
import sqlalchemy as sa

from dispatch.history.actor import Actor
from dispatch.history.change import Change
from dispatch.history.request import lock_request
from dispatch.programs.open311 import calling
from dispatch.queries.requests import request_id_of
from dispatch.requests.merging import merge
from models.addresses.register import Point
from models.errors import TemporaryFailure
from models.organisation import RequestType
from models.store.addresses import bring_register
from models.store.database import Database
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage
from models.tables.requests import RequestRow
from models.vocabulary import ActorRole
from tests.letters import PHOTO
from tests.servers.http_service import serving
from tests.web.browsing import Counter

_inbound, _requests = table_of(InboundMessage), table_of(RequestRow)
TREE = {
    "key": "arbre",
    "label": {"fr": "Arbre", "en": "Tree"},
    "service": "batiments",
    "open311": "take",
    "aliases": ["branche"],
    "fields": [
        {
            "key": "danger",
            "label": {"fr": "Danger", "en": "Danger"},
            "kind": "choice",
            "required": True,
            "choices": [{"key": "oui", "label": {"fr": "Oui"}}, {"key": "non", "label": {"fr": "Non"}}],
        }
    ],
}
#: Names, numbers and addresses that somebody may write into any field.
PERSONAL = (
    "Jeanne Petit", "jeanne.petit@example.org", "+33 6 39 98 00 17", "06 39 98 00 17", "Luc Nemo",
    "luc.nemo@example.org", "12 rue Courbet", "Mme Petit", "0639980017", "+33639980017", "code de porte 4711",
)  # fmt: skip


@contextmanager
def open_counter(database: Database, directory: Path, **settings: Any) -> Iterator[Counter]:
    counter = Counter(database, directory, open311={"enabled": True, "wait_seconds": 0, **settings})
    organisation = counter.organisation()
    types = (
        *(
            each.model_copy(update={"open311": "show"}) if each.key == "signalement" else each
            for each in organisation.request_types
        ),
        RequestType.model_validate(TREE),
    )
    counter.organise(organisation.model_copy(update={"request_types": types}))
    with serving(counter.router) as counter.address:
        yield counter
    counter.close()


@pytest.fixture
def town(sqlite_town_database: Database, tmp_path: Path) -> Iterator[Counter]:
    with open_counter(
        sqlite_town_database, tmp_path, jurisdiction_id="ville.test", contact="Mairie"
    ) as counter:
        yield counter


def get(counter: Counter, path: str, **query: str) -> requests.Response:
    return requests.get(f"{counter.address}/open311/v2/{path}", params=query, timeout=60)


def post(counter: Counter, path: str, files: Any = None, **fields: Any) -> requests.Response:
    named = {name.replace("__", "[").removesuffix("_") + "]" if "__" in name else name: value
             for name, value in fields.items()}  # fmt: skip
    return requests.post(f"{counter.address}/open311/v2/{path}", data=named, files=files, timeout=60)


def key_of(counter: Counter, name: str = "fixmystreet", may: str = "read,post,updates", **given: Any) -> str:
    return counter.program(name, may, "open311", **given).key


REPORT = {
    "service_code": "signalement",
    "lat": "46.801234",
    "long": "4.427890",
    "description": "Nid-de-poule\r\n\r\nDevant le 12 rue Courbet, Jeanne Petit, 06 39 98 00 17\r\n\r\nhttps://a.example",
    "email": "jeanne.petit@example.org",
    "first_name": "Jeanne",
    "last_name": "Petit",
    "attribute__fixmystreet_id": "17",
}


def posted(counter: Counter, key: str, **changed: Any) -> str:
    """The reference of a report that was posted, decided and asked for with its token."""
    answer = post(counter, "requests.json", api_key=key, **{**REPORT, **changed})
    assert answer.status_code == 200, answer.text
    counter.settle()
    return str(get(counter, f"tokens/{answer.json()[0]['token']}.json").json()[0]["service_request_id"])


def test_it_is_off_until_the_settings_open_it(counter: Counter) -> None:
    for path in ("services.xml", "requests.json", "discovery.xml"):
        assert get(counter, path).status_code == 404


def test_what_may_be_reported_is_described_in_both_formats(town: Counter) -> None:
    services = get(town, "services.xml", jurisdiction_id="ville.test")
    assert services.headers["Content-Type"] == "text/xml"
    root = ElementTree.fromstring(services.content)
    codes = {each.findtext("service_code"): each for each in root.findall("service")}
    assert set(codes) == {"signalement", "arbre"}
    assert (
        codes["arbre"].findtext("metadata") == "true" and codes["signalement"].findtext("metadata") == "false"
    )
    assert codes["arbre"].findtext("keywords") == "branche" and codes["arbre"].findtext("type") == "realtime"
    assert [each["service_code"] for each in get(town, "services.json").json()] == list(codes)
    definition = get(town, "services/arbre.json").json()
    (asked,) = definition["attributes"]
    assert (asked["code"], asked["datatype"], asked["required"]) == ("danger", "singlevaluelist", "true")
    assert asked["values"][0] == {"key": "oui", "name": "Oui"}
    discovery = requests.get(f"{town.address}/open311/discovery.json", timeout=60).json()
    assert discovery["endpoints"][0]["url"].endswith("/open311/v2") and discovery["contact"] == "Mairie"
    before = discovery["changeset"]
    town.clock.pass_seconds(60)
    town.organise(town.organisation())
    assert requests.get(f"{town.address}/open311/discovery.json", timeout=60).json()["changeset"] > before


def test_a_report_is_a_row_of_the_ledger_with_the_type_its_caller_gave(town: Counter) -> None:
    key = key_of(town)
    reference = posted(town, key, service_code="arbre", attribute__danger="oui", attribute__couleur="rouge")
    row = town.rows(sa.select(_inbound))[0]
    assert (row.door, row.door_name, row.state) == ("open311", "fixmystreet", "new_request")
    request = town.request(reference)
    assert (request.latitude, request.longitude) == (46.801234, 4.42789)
    assert request.fields == {"danger": "oui"}
    told = next(step for step in request.decision["steps"] if step["rule"] == ":told")
    assert told["actions"] == ["type=arbre"] and told["why"][0]["asked"] == "fixmystreet"
    text = town.entries()[0].text
    assert "Nid-de-poule\n\nDevant le" in text and "couleur : rouge" in text
    # The application tells its own user: nobody is written to, and staff know whom to ask.
    assert town.notices("acknowledgement") == [] and "jeanne.petit@example.org" in text
    assert town.accesses("create")[0].actor == "open311:fixmystreet"


def test_whoever_reported_is_told_by_us_where_that_was_agreed(town: Counter) -> None:
    posted(town, key_of(town, options={"notify": True}))
    (told,) = town.notices("acknowledgement")
    assert told.recipient == "jeanne.petit@example.org"
    assert "Contact (" not in town.entries()[0].text


def test_the_same_report_is_taken_once_however_often_it_is_sent(town: Counter) -> None:
    key, other = key_of(town), key_of(town, "other")
    first = posted(town, key)
    assert posted(town, key, description="Nid-de-poule, précisé") == first, "its own number names it"
    assert posted(town, other) != first, "another application has numbers of its own"
    nameless = {"attribute__fixmystreet_id": "", "description": "Banc cassé"}
    assert posted(town, key, **nameless) == posted(town, key, **nameless)
    assert posted(town, key, **{**nameless, "lat": "46.9"}) != posted(town, key, **nameless)
    assert len(town.rows(sa.select(_requests))) == 4


def test_a_database_that_cannot_be_written_to_refuses_no_look_and_no_report_that_is_in_the_ledger(
    town: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_given: Any) -> Any:
        raise TemporaryFailure("The database does not answer.", "a test")

    key = key_of(town)
    with monkeypatch.context() as patched:
        patched.setattr(town.database, "transaction", away)
        assert get(town, "services.json", api_key=key).status_code == 200
    with monkeypatch.context() as patched:
        patched.setattr(town.board.accesses, "record", away)
        answer = post(town, "requests.json", api_key=key, **REPORT)
    assert answer.status_code == 200, answer.text
    assert answer.json()[0]["token"] and len(town.rows(sa.select(_inbound))) == 1


def test_an_application_that_waits_gets_the_reference_at_once(
    sqlite_town_database: Database, tmp_path: Path
) -> None:
    with open_counter(sqlite_town_database, tmp_path, wait_seconds=20) as town:
        key, over = key_of(town), threading.Event()

        def decide() -> None:
            while not over.wait(0.05):
                town.settle()

        thread = threading.Thread(target=decide)
        thread.start()
        try:
            answer = post(town, "requests.xml", api_key=key, files={"photo1": ("a.jpg", PHOTO)}, **REPORT)
        finally:
            over.set()
            thread.join()
        root = ElementTree.fromstring(answer.content)
        assert root.tag == "service_requests"
        assert root.findtext("request/service_request_id") == "2026-00001"
        assert [row.kind for row in town.entries()].count("message_in") == 1
        assert town.rows(sa.text("SELECT shown_name FROM attachment"))[0].shown_name == "a.jpg"


#: What is wrong in a report, the status, and what the answer names.
WRONG: tuple[tuple[dict[str, str], int, str], ...] = (
    ({"api_key": ""}, 403, "api_key is missing"),
    ({"api_key": "guichet_wrong"}, 403, "api_key is wrong"),
    ({"service_code": ""}, 400, "service_code is required"),
    ({"service_code": "acte-etat-civil"}, 404, "service_code"),
    ({"service_code": "arbre"}, 400, "attribute[danger]"),
    ({"lat": "", "long": ""}, 400, "address_string"),
    ({"lat": "nan"}, 400, "degrees"),
    ({"lat": "91"}, 400, "degrees"),
    ({"lat": "46,8"}, 400, "degrees"),
    ({"description": "x" * 4001}, 400, "description"),
    ({"jurisdiction_id": "elsewhere"}, 404, "jurisdiction_id"),
)


def test_what_is_wrong_is_named_in_the_form_that_clients_read(town: Counter) -> None:
    key = key_of(town)
    for changed, status, named in WRONG:
        fields = {"api_key": key, **REPORT, **changed}
        answer = post(town, "requests.json", **fields)
        assert answer.status_code == status, (changed, answer.text)
        (error,) = answer.json()
        assert error["code"] == str(status) and named in error["description"]
        root = ElementTree.fromstring(post(town, "requests.xml", **fields).content)
        assert root.tag == "errors" and root.findtext("error/code") == str(status)
    assert town.rows(sa.select(_inbound)) == []
    assert {row.action for row in town.accesses("refuse")} == {"refuse"}
    reader = key_of(town, "reader", "read")
    assert post(town, "requests.json", api_key=reader, **REPORT).status_code == 403
    assert get(town, "servicerequestupdates.xml", api_key=reader).status_code == 403
    assert get(town, "requests.csv", api_key=reader).status_code == 404
    assert get(town, "tokens/1-000000000000000000000000.xml").status_code == 404


def test_only_public_types_are_shown_and_only_to_a_key_unless_the_town_says_so(
    sqlite_town_database: Database, tmp_path: Path
) -> None:
    with open_counter(sqlite_town_database, tmp_path) as town:
        street = town.ask("Un nid-de-poule rue Courbet.", subject="Nid-de-poule")
        town.ask("Je demande un acte de naissance.", subject="Acte de naissance")
        assert get(town, "requests.json").status_code == 403
        shown = get(town, "requests.json", api_key=key_of(town)).json()
        assert [each["service_request_id"] for each in shown] == [street]
        batiments = key_of(town, "batiments", services=["batiments"])
        assert get(town, "requests.json", api_key=batiments).json() == []
        assert [each["service_code"] for each in get(town, "services.json", api_key=batiments).json()] == [
            "arbre"
        ]
        assert get(town, "requests/2026-00002.json", api_key=key_of(town, "b")).status_code == 404


def test_a_real_client_reads_it_in_both_formats(sqlite_town_database: Database, tmp_path: Path) -> None:
    with open_counter(sqlite_town_database, tmp_path, public=True) as town:
        reference = town.ask("Un nid-de-poule rue Courbet.", subject="Nid-de-poule")
        for form in ("json", "xml"):
            client = georeport.GeoReport(f"{town.address}/open311/v2/", output_format=form)
            assert [each["service_code"] for each in client.get_service_list()] == ["signalement", "arbre"]
            assert client.get_service_definition("arbre")["service_code"] == "arbre"
            found = client.get_service_requests(status="open")
            (one,) = [found] if isinstance(found, dict) else found
            assert one["service_request_id"] == reference and one["status"] == "open"
            assert client.get_service_request(reference)["service_code"] == "signalement"


def test_the_mark_of_an_application_is_shown_whatever_address_stands_beside_it(town: Counter) -> None:
    with town.database.transaction() as session:
        known = (Point("Rue des Lilas", "Saint-Exemple", 12, "", 47.4035, 0.6842),)
        bring_register(session, known, source="adresses.csv", by="a test", now=town.clock())
    key = key_of(town)
    marked = posted(town, key, address_string="12 rue des Lilas")
    named = posted(
        town, key, lat="", long="", address_string="12 rue des Lilas", attribute__fixmystreet_id="18"
    )
    assert town.request(marked).address == town.request(named).address == "12 rue des Lilas"
    shown = {each["service_request_id"]: each for each in get(town, "requests.json", api_key=key).json()}
    assert (shown[marked]["lat"], shown[marked]["long"]) == ("46.8012", "4.4279")
    assert (shown[named]["lat"], shown[named]["long"]) == ("", ""), "where somebody may live"


def test_no_answer_to_a_look_has_anybodys_data_in_it(sqlite_town_database: Database, tmp_path: Path) -> None:
    with open_counter(sqlite_town_database, tmp_path, public=True) as town:
        key = key_of(town)
        for personal in PERSONAL:
            posted(town, key, description=f"Nid-de-poule. {personal}", attribute__fixmystreet_id=personal,
                   address_string=personal, attribute__remarque=personal, first_name=personal)  # fmt: skip
        reference = town.ask(
            f"Un nid-de-poule rue Courbet. {' '.join(PERSONAL)}", subject="Nid-de-poule Jeanne Petit"
        )
        admin = town.program("glpi")
        for verb in ("take", "done"):
            said = {"verb": verb, "comment": f"Bonjour Mme Petit, {PERSONAL[1]}"}
            assert admin.call(f"/requests/{reference}/state", said).status_code == 200
        pages = [
            get(town, f"{path}.{form}", api_key=key).text
            for form in ("xml", "json")
            for path in ("services", "services/signalement", "requests", f"requests/{reference}", "discovery",
                         "servicerequestupdates")
        ]  # fmt: skip
        assert reference in pages[2] and "action" not in pages[2]
        for page in pages:
            for personal in PERSONAL:
                assert personal not in page
            assert "Courbet" not in page and "Petit" not in page


def test_states_are_told_as_updates_in_the_words_of_the_extension(town: Counter) -> None:
    key = key_of(town)
    reference = posted(town, key)
    glpi = town.program("glpi")
    for verb in ("take", "done"):
        town.clock.pass_seconds(60)
        assert (
            glpi.call(f"/requests/{reference}/state", {"verb": verb, "comment": "Fait."}).status_code == 200
        )
    updates = get(town, "servicerequestupdates.json", api_key=key).json()
    assert [(each["service_request_id"], each["status"]) for each in updates] == [
        (reference, "in_progress"), (reference, "fixed"),
    ]  # fmt: skip
    assert len({each["update_id"] for each in updates}) == 2
    late = {"start_date": updates[1]["updated_datetime"]}
    assert [
        each["status"] for each in get(town, "servicerequestupdates.json", api_key=key, **late).json()
    ] == ["fixed"]
    (closed,) = get(town, "requests.json", api_key=key, status="closed").json()
    assert closed["updated_datetime"] == updates[1]["updated_datetime"] and closed["status"] == "closed"
    assert get(town, "requests.json", api_key=key, status="open").json() == []


def test_what_its_user_adds_joins_the_request_and_reopens_it_once(town: Counter) -> None:
    key, other = key_of(town), key_of(town, "other")
    reference = posted(town, key)
    town.program("glpi").call(f"/requests/{reference}/state", {"verb": "done", "comment": "Fait."})
    update = {
        "api_key": key,
        "service_request_id": reference,
        "update_id": "u-1",
        "status": "OPEN",
        "description": "Ce n’est pas réglé, le trou est toujours là.",
        "first_name": "Jeanne",
        "last_name": "-",
    }
    for _ in range(2):
        answer = post(town, "servicerequestupdates.json", **update)
        assert answer.status_code == 200 and answer.json()[0]["update_id"].startswith("m")
    town.settle()
    added = [row for row in town.entries() if row.kind == "message_in"]
    assert [row.text for row in added][1:] == ["Ce n’est pas réglé, le trou est toujours là."]
    assert added[-1].actor_role == "requester" and town.request(reference).closed_at is None
    for changed, status in (
        ({"api_key": other}, 404),
        ({"service_request_id": "2026-09999"}, 404),
        ({"update_id": ""}, 400),
        ({"description": "", "status": "fixed"}, 400),
    ):
        assert post(town, "servicerequestupdates.json", **{**update, **changed}).status_code == status


def test_what_was_joined_to_an_incident_is_as_open_as_the_incident(town: Counter) -> None:
    key = key_of(town)
    first = posted(town, key)
    second = posted(town, key, attribute__fixmystreet_id="18")
    number = {each: int(each.partition("-")[2]) for each in (first, second)}
    done = sa.update(_requests).values(state="done", state_kind="done", closed_at=sa.func.coalesce(
        _requests.c.closed_at, _requests.c.created_at))  # fmt: skip
    with town.database.transaction() as session:
        into = session.connection().execute(
            sa.select(_requests.c.id).where(_requests.c.number == number[first])
        ).scalar_one()  # fmt: skip
        session.connection().execute(
            done.where(_requests.c.number == number[second]).values(merged_into_id=into)
        )

    def status(reference: str) -> str:
        return str(get(town, f"requests/{reference}.json", api_key=key).json()[0]["status"])

    def listed(status: str) -> set[str]:
        found = get(town, "requests.json", api_key=key, status=status).json()
        return {each["service_request_id"] for each in found}

    assert (status(first), status(second)) == ("open", "open")
    assert listed("open") == {first, second} and listed("closed") == set()
    with town.database.transaction() as session:
        session.connection().execute(done.where(_requests.c.number == number[first]))
    assert status(second) == "closed"
    assert listed("open") == set() and listed("closed") == {first, second}


def joined(town: Counter, reference: str, into: str) -> None:
    """As staff join a request to another."""
    with town.database.transaction() as session:
        in_force = town.board.organisations.current(session).in_force
        request = lock_request(session, in_force, request_id_of(session, reference))
        cause = f"a test joins {reference}"
        change = Change(session, in_force, request, Actor(ActorRole.AGENT), cause, town.clock())
        merge(change, request_id_of(session, into))


def test_what_was_joined_is_told_so_and_then_what_becomes_of_the_one_it_was_joined_to(town: Counter) -> None:
    key, other = key_of(town), key_of(town, "other")
    first = posted(town, other)
    agent = town.program("glpi")
    agent.call(f"/requests/{first}/state", {"verb": "take"})
    second = posted(town, key, attribute__fixmystreet_id="18")

    def since(path: str, moment: datetime) -> list[dict[str, Any]]:
        """What a client asks that comes by every few minutes."""
        answer = get(town, path, api_key=key, updated_after=moment.isoformat(), jurisdiction_id="ville.test")
        assert answer.status_code == 200, answer.text
        return [each for each in answer.json() if each["service_request_id"] == second]

    town.clock.pass_seconds(60)
    before = town.clock() - timedelta(seconds=1)
    joined(town, second, first)
    (told,) = since("servicerequestupdates.json", before)
    assert told["status"] == "in_progress"
    assert told["description"].startswith(
        f"Signalement joint à une demande sur le même problème {first}\u00a0: "
    )
    assert [each["status"] for each in since("requests.json", before)] == ["open"]

    town.clock.pass_seconds(60)
    after = town.clock() - timedelta(seconds=1)
    assert since("servicerequestupdates.json", after) == since("requests.json", after) == []
    assert agent.call(f"/requests/{first}/state", {"verb": "done", "comment": "Fait."}).ok
    (ended,) = since("servicerequestupdates.json", after)
    assert (ended["status"], ended["description"]) == ("fixed", "terminée")
    assert [each["status"] for each in since("requests.json", after)] == ["closed"]
    # Asked for from the beginning: in their order, each once, what was said of the joining as it was said then.
    said = since("servicerequestupdates.json", before)
    assert said == [told, ended] and told["update_id"] != ended["update_id"]
    xml = get(town, "servicerequestupdates.xml", api_key=key, updated_after=after.isoformat()).content
    assert [each.findtext("status") for each in ElementTree.fromstring(xml)] == ["fixed", "fixed"]
    assert get(town, "servicerequestupdates.json", api_key=key, updated_after="hier").status_code == 400
    # One that nobody had touched, when something was joined to it.
    third, fourth = (posted(town, key, attribute__fixmystreet_id=each) for each in ("19", "20"))
    joined(town, fourth, third)
    found = get(town, "servicerequestupdates.json", api_key=key).json()
    assert [each["status"] for each in found if each["service_request_id"] == fourth] == ["open"]
    # To which it was joined is said where that one is shown, and nowhere else.
    organisation = town.organisation()
    town.organise(
        organisation.model_copy(
            update={
                "request_types": tuple(
                    each.model_copy(update={"open311": "take"}) if each.open311 == "show" else each
                    for each in organisation.request_types
                )
            }
        )
    )
    (hidden, _) = since("servicerequestupdates.json", before)
    assert first not in str(hidden) and hidden["description"].startswith("Signalement joint")


def test_filters_are_those_of_the_specification(town: Counter) -> None:
    key = key_of(town)
    first = posted(town, key)
    town.clock.pass_seconds(86_400 * 10)
    second = posted(town, key, attribute__fixmystreet_id="18")

    def listed(**query: str) -> list[str]:
        answer = get(town, "requests.json", api_key=key, **query)
        return [each["service_request_id"] for each in answer.json()]

    assert listed() == [second, first] and listed(page_size="1", page="2") == [first]
    assert listed(service_request_id=f"{first},2026-09999,x", status="closed") == [first]
    assert listed(service_code="arbre,other") == [] and len(listed(service_code="signalement")) == 2
    assert listed(end_date="2026-11-05T00:00:00Z") == [first]
    assert listed(start_date="2026-11-05T00:00:00+01:00") == [second]
    for wrong in (
        {"status": "new"}, {"start_date": "hier"}, {"page": "0"}, {"page_size": "1001"},
        {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-06-01T00:00:00Z"},
        {"start_date": "0001-01-01T00:00:00Z"},
    ):  # fmt: skip
        assert get(town, "requests.json", api_key=key, **wrong).status_code == 400, wrong
    # A FixMyStreet means the last change by its spans: what changed since is told too.
    town.program("glpi").call(f"/requests/{first}/notes", {"text": "vu"})
    since = {"start_date": "2026-11-05T00:00:00Z"}
    assert listed(**since) == [second]
    fms = key_of(town, "fms", options={"fms": True})
    changed = get(town, "requests.json", api_key=fms, **since).json()
    assert [each["service_request_id"] for each in changed] == [second, first]


def test_whoever_calls_too_often_or_guesses_keys_waits(
    sqlite_town_database: Database, tmp_path: Path
) -> None:
    with open_counter(sqlite_town_database, tmp_path, calls_per_minute=2) as town:
        key = key_of(town)
        assert [get(town, "requests.json", api_key=key).status_code for _ in range(3)] == [200, 200, 429]
        assert int(get(town, "requests.json", api_key=key).headers["Retry-After"]) >= 1
        guesses = [get(town, "requests.json", api_key=f"guichet_{n}").status_code for n in range(12)]
        assert guesses == [403] * 10 + [429] * 2


def test_nothing_is_read_of_who_called_too_often_without_a_key_that_works(
    town: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(10):
        get(town, "requests.json", api_key=f"guichet_{n}")
    monkeypatch.setattr(calling, "read_form", lambda *_, **__: pytest.fail("it was read"))
    answer = post(town, "requests.json", files={"media": ("a.jpg", PHOTO)}, **REPORT)
    assert answer.status_code == 429 and answer.headers["Connection"] == "close"
    assert int(answer.headers["Retry-After"]) >= 1 and answer.json()[0]["code"] == "429"


def test_who_has_letters_beyond_ascii_in_their_address_reports_like_anybody(town: Counter) -> None:
    key = key_of(town, options={"notify": True})
    answer = post(town, "requests.json", api_key=key, **{**REPORT, "email": "hélène@example.org"})
    assert answer.status_code == 200
    town.settle()
    assert [row.recipient for row in town.notices("acknowledgement")] == ["hélène@example.org"]
