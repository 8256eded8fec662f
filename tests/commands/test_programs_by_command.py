"""Keys of other programs by command; the page about the API is followed call by call against the service."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import requests

from tests.commands.running import guichet
from tests.commands.serving import service_running
from tests.servers.listening import listening
from tests.servers.processes import until

ROOT = Path(__file__).parents[2]


def test_a_token_is_told_once_listed_without_itself_and_taken_back(office: Path) -> None:
    assert "There is no key. Make one: guichet api add NAME --may read" in guichet("api", "list").out
    done = guichet(
        "api", "add", "glpi", "--may", "read,act", "--service", "Bâtiments", "--until", "31/12/2099"
    )
    token = done.out.splitlines()[0]
    assert re.fullmatch(r"guichet_[\w-]{43}", token), done
    assert "It may read, act." in done.out
    shown = guichet("api", "list").out
    assert "may read, act; services batiments; until 2099-12-31; never used" in shown
    listed = guichet("api", "list", "--json")
    assert token not in listed.out + shown
    assert token.encode() not in (office / "var" / "guichet.db").read_bytes()
    (key,) = listed.json()
    assert (key["name"], key["may"], key["services"]) == ("glpi", ["read", "act"], ["batiments"])
    assert guichet("api", "revoke", "glpi").out == "The key of glpi opens nothing from now on.\n"
    assert guichet("api", "list", "--json").json() == []
    assert guichet("api", "list", "--all", "--json").json()[0]["revoked_at"]
    assert "taken back" in guichet("api", "list", "--all").out
    log = guichet("audit", "show", "--json").json()
    assert [row["action"] for row in log if row["subject"] == "api:glpi"].count("add") == 1


IMPOSSIBLE = (
    ("is no name for a program", "add Gmao!"),
    ("'delete' is no right: give some of read, create, act.", "add x --may read,delete"),
    ("Without any right", "add x --may ,"),
    ("There is no service 'voiri'. Did you mean 'voirie'?", "add x --service voiri"),
    ("is not a day", "add x --until jamais"),
    ("The key would be over already", "add x --until 01/01/2020"),
    ("A key was made for 'there' before", "add there"),
    ("No key of 'x' works. Those that do: there.", "revoke x"),
)


def test_what_is_impossible_is_said_in_one_line(office: Path) -> None:
    assert guichet("api", "add", "there").code == 0
    for words, arguments in IMPOSSIBLE:
        done = guichet("api", *arguments.split())
        assert done.code == 1 and words in done.err, done
        assert len(done.err.strip().splitlines()) == 1
    assert office == Path.cwd()
    assert [each["name"] for each in guichet("api", "list", "--json").json()] == ["there"]


def test_a_key_of_an_application_is_made_as_it_was_agreed_and_taken_back(office: Path) -> None:
    made = guichet("open311", "add", "fixmystreet", "--fms", "--notify", "--may", "post,updates")
    assert re.match(r"guichet_[\w-]{43}\n", made.out) and "Open311 is off: set open311.enabled" in made.out
    (key,) = guichet("open311", "list", "--json").json()
    assert key["options"] == {"notify": True, "fms": True} and key["may"] == ["post", "updates"]
    assert "notify: yes; fms: yes" in guichet("open311", "list").out
    assert guichet("api", "list", "--json").json() == [], "keys of one interface open no other"
    assert guichet("open311", "add", "x", "--may", "act").code == 1
    assert guichet("open311", "revoke", "fixmystreet").code == 0
    assert "No key of 'fixmystreet' works" in guichet("open311", "revoke", "fixmystreet").err
    assert office == Path.cwd()


def test_a_program_is_told_by_the_service_tried_and_removed_by_command(busy_office: Path) -> None:
    with listening() as glpi, listening() as ill:
        glpi.status, ill.status = 204, 500

        def created() -> list[int]:
            return [each.types().count("request.created") for each in (glpi, ill)]

        assert "No program is told anything." in guichet("webhooks", "list").out
        made = guichet("webhooks", "add", "glpi", glpi.url, "--service", "Voirie")
        assert re.match(r"whsec_[\w+/=]{44}\n", made.out) and "guichet webhooks test glpi" in made.out
        refused = guichet("webhooks", "test", "glpi")
        assert refused.code == 1 and "webhooks.allowed_networks may name it" in refused.err
        settings = busy_office / "settings.toml"
        text = settings.read_text("utf-8")
        allowed = text.replace("allowed_networks = []", 'allowed_networks = ["127.0.0.0/8"]')
        assert allowed != text
        settings.write_text(allowed, "utf-8")
        assert guichet("webhooks", "test", "glpi").out == "glpi answered 204: it hears.\n"
        assert guichet("webhooks", "add", "ill", ill.url, "--events", "request.created").code == 0
        assert "ill answered 500: it would not count as told." in guichet("webhooks", "test", "ill").err
        with service_running():
            told = guichet("webhooks", "list", "--json").json()
            assert [each["name"] for each in told] == ["glpi", "ill"]
            assert guichet("requests", "create", "Un nid-de-poule rue Courbet.").code == 0
            until(lambda: all(created()), "both to be told", seconds=60)
        assert created() == [1, 1]
        shown = guichet("webhooks", "list").out
        assert "request.created, request.state of voirie: 1 delivered, 0 waiting, 0 failed" in shown
        assert "last error: It answered 500." in shown
        rotated = guichet("webhooks", "rotate", "glpi")
        assert rotated.out.startswith("whsec_") and rotated.out.splitlines()[0] not in made.out
        assert guichet("webhooks", "remove", "ill").out == "ill is told nothing any more; 1 not told.\n"
        for words, *arguments in (
            ("There is no webhook 'ill'. Those there are: glpi.", "remove", "ill"),
            ("There is no webhook 'x'", "rotate", "x"),
            ("There is no webhook 'x'", "test", "x"),
            ("There was a webhook 'ill' before", "add", "ill", ill.url),
            ("is no event", "add", "x", glpi.url, "--events", "request.deleted"),
            ("is no address", "add", "x", "glpi.example.org"),
            ("There is no service", "add", "x", glpi.url, "--service", "nothing"),
        ):
            done = guichet("webhooks", *arguments)
            assert done.code == 1 and words in done.err, done


def test_a_token_whose_way_is_not_safe_is_said_to_be_of_no_use_yet(office: Path) -> None:
    settings = office / "settings.toml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace("http://127.0.0.1:8080", "http://demandes.ville.test"), "utf-8")
    assert "public_url must be https: keys would travel in the clear" in guichet("api", "add", "x").out


def test_the_page_about_the_api_is_followed_call_by_call(busy_office: Path) -> None:
    page = (ROOT / "docs" / "api.md").read_text("utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    made, calls = blocks[0].splitlines(), blocks[1:]
    assert len(calls) >= 5 and made[0].startswith("guichet api add")
    token = guichet(*made[0].split()[1:]).out.splitlines()[0]
    assert guichet(*made[1].split()[1:]).code == 0
    with service_running() as address:
        done = subprocess.run(
            ["/bin/bash", "-euo", "pipefail", "-c", "\n".join(calls)],
            env={**os.environ, "GUICHET": address, "TOKEN": token},
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr + done.stdout
        created = json.loads((busy_office / "created.json").read_text("utf-8"))
        assert created["state"] == "new_request"
        _same_shapes(address, token, created["request"])
    assert "/api/v1/requests/{reference}/notes" in done.stdout
    shown = guichet("requests", "show", created["request"], "--json").json()
    assert (shown["state"], shown["service"]) == ("done", "voirie")
    assert "Ticket 4711 de la GMAO" in [each["text"] for each in shown["entries"]]
    assert shown["received"][0]["door"] == "api:cartographie"


def _same_shapes(address: str, token: str, reference: str) -> None:
    """The API says what the command prints."""

    def call(path: str) -> Any:
        answer = requests.get(
            f"{address}/api/v1{path}", headers={"Authorization": f"Bearer {token}"}, timeout=60
        )
        return answer.json()

    assert call("/requests?order=newest")["requests"] == guichet("requests", "list", "--json").json()
    assert call(f"/requests/{reference}") == guichet("requests", "show", reference, "--json").json()
    told = guichet("requests", "create", "Une ampoule.", "--json").json()
    assert set(told) < set(call("/received/2"))
