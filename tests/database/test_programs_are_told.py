"""Webhooks out: each event is told once to whoever asked for it, signed, and told again until it was heard."""

from __future__ import annotations

import base64
import hashlib
import hmac
import ipaddress
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from dispatch.delivery.outside.calling import is_allowed
from dispatch.programs.hooks import telling
from dispatch.programs.hooks.hooks import add_hook, find_hook, list_hooks, remove_hook, rotate_secret
from dispatch.programs.hooks.news import WINDOW, note_news
from dispatch.programs.hooks.posting import post
from dispatch.programs.hooks.sealing import seal_of, seal_secrets, secrets_of
from dispatch.programs.hooks.telling import RETRY, Telling
from models.errors import PermanentFailure, TemporaryFailure, UserError
from models.settings.programs import WebhookSettings
from models.signing.tokens import Signer
from models.store.database import Database
from models.tables.columns import table_of
from models.tables.programs.hooks import Hook, HookCall
from tests.desk import SIGNER
from tests.letters import CITIZEN
from tests.servers.listening import Listening, listening
from tests.web.browsing import Counter

_calls, _hooks = table_of(HookCall), table_of(Hook)
SEAL = seal_of(SIGNER)
LOOPBACK = WebhookSettings.model_validate({"allowed_networks": ["127.0.0.0/8"]})


@pytest.fixture
def glpi() -> Iterator[Listening]:
    with listening() as program:
        yield program


@pytest.fixture
def town(town_database: Database, tmp_path: Path) -> Iterator[Counter]:
    counter = Counter(town_database, tmp_path)
    yield counter
    counter.close()


def tell(town: Counter, settings: WebhookSettings = LOOPBACK) -> int:
    """Tell until nothing is due; how many steps."""
    teller, steps = Telling(town.database, settings, town.clock, SEAL), 0
    while teller.tell_next():
        steps += 1
    return steps


def hook(town: Counter, program: Listening, *events: str, name: str = "glpi", **given: Any) -> str:
    with town.database.transaction() as session:
        return add_hook(
            session, name, program.url, events=events, by="a test", now=town.clock(), seal=SEAL, **given
        )


def verified(secret: str, headers: dict[str, str], body: bytes) -> list[bool]:
    """Which of the signatures is the secret's, as any program verifies them."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    mine = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return [each == mine for each in headers["webhook-signature"].split()]


def test_what_happens_is_told_once_signed_and_without_a_word_of_anybody(
    town: Counter, glpi: Listening
) -> None:
    town.ask("Avant.", subject="Avant")
    secret = hook(town, glpi, "request.created", "request.message")
    reference = town.ask("Une ampoule est cassée au gymnase Guimard.", subject="Ampoule secrète")
    assert tell(town) == 1 and tell(town) == 0
    assert glpi.events() == [("request.created", reference)], "what was there before is not told"
    headers, body = glpi.heard[0]
    assert verified(secret, headers, body) == [True]
    assert int(headers["webhook-timestamp"]) == int(town.clock().timestamp())
    assert verified(secret, {**headers, "webhook-timestamp": "1"}, body) == [False]
    told = json.loads(body)["data"]
    assert told["building"] == "gymnase-guimard" and told["state"] == "new" and told["closed"] is False
    assert "secrète" not in body.decode() and CITIZEN not in body.decode() and "ampoule" not in body.decode()
    row = town.rows(sa.select(_calls))[0]
    assert (row.state, row.attempts) == ("delivered", 1) and headers["webhook-id"].endswith(str(row.entry_id))


def test_the_receiver_of_the_page_takes_what_is_told_once_and_nothing_else(
    town: Counter, glpi: Listening
) -> None:
    page = (Path(__file__).parents[2] / "docs/webhooks.md").read_text("utf-8")
    names: dict[str, Any] = {}
    exec(page.partition("```python\n")[2].partition("```")[0], names)
    secret, receive = hook(town, glpi, "request.created"), names["receive"]
    reference = town.ask("Une ampoule est cassée au gymnase Guimard.")
    tell(town)
    (headers, body), now = glpi.heard[0], town.clock().timestamp()
    other = "whsec_" + base64.b64encode(b"another secret of 24 oct").decode()
    for wrong in (
        (secret, headers, body.replace(b"new", b"old"), now),
        (other, headers, body, now),
        (secret, {**headers, "webhook-id": "msg_1"}, body, now),
        (secret, {**headers, "webhook-signature": "v1,é"}, body, now),
        (secret, headers, body, now + 301),
    ):
        with pytest.raises(ValueError, match=r"too old|not signed"):
            receive(*wrong)
    assert receive(secret, headers, body, now)["data"]["reference"] == reference
    assert receive(secret, headers, body, now) is None
    with town.database.transaction() as session:
        newer = rotate_secret(session, "glpi", now=town.clock(), seal=SEAL)
    town.ask("Une autre ampoule est cassée.")
    tell(town)
    for each in (secret, newer):
        names["known"].clear()
        assert receive(each, *glpi.heard[1], town.clock().timestamp())["type"] == "request.created"


def test_each_program_hears_of_what_it_asked_for_alone(town: Counter, glpi: Listening) -> None:
    hook(town, glpi, "request.state", "request.assigned", name="voirie", services=["voirie"])
    hook(town, glpi, "request.state", "request.answered", "request.noted", name="all")
    with town.database.reading() as session:
        in_force = town.board.organisations.current(session).in_force
    reference = town.ask("Une ampoule est cassée au gymnase Guimard.")
    town.set(reference, service_id=in_force.service_ids["batiments"])
    with town.database.transaction() as session:
        session.connection().execute(
            sa.text("INSERT INTO entry (request_id, at, kind, actor_role, public, text, quoted, channel, data) "
                    "VALUES (1, :at, 'state', 'agent', :yes, '', '', '', :data)"),
            {"at": town.clock().replace(tzinfo=None) if session.connection().dialect.name == "sqlite"
                   else town.clock(), "yes": True, "data": json.dumps({"from": "new", "to": "taken"})},
        )  # fmt: skip
    tell(town)
    assert glpi.events() == [("request.state", reference)]
    assert json.loads(glpi.heard[0][1])["data"]["change"] == {"from": "new", "to": "taken"}
    assert [
        row.name for row in town.rows(sa.select(_hooks).join(_calls, _calls.c.hook_id == _hooks.c.id))
    ] == ["all"]


def test_what_was_not_heard_is_told_again_until_it_is_or_is_given_up(town: Counter, glpi: Listening) -> None:
    hook(town, glpi, "request.created")
    town.ask()
    glpi.status = 500
    assert tell(town) == 1 and tell(town) == 0
    row = town.rows(sa.select(_calls))[0]
    assert (row.state, row.last_error) == ("waiting", "It answered 500.")
    assert row.next_attempt_at == town.clock() + timedelta(seconds=60)
    town.clock.pass_seconds(61)
    glpi.status = 302
    assert tell(town) == 1 and len(glpi.heard) == 2, "nobody is followed elsewhere"
    identities = {headers["webhook-id"] for headers, _ in glpi.heard}
    assert len(identities) == 1, "whoever hears it twice knows"
    for _ in range(RETRY.max_attempts):
        town.clock.pass_seconds(86_401)
        tell(town)
    assert town.rows(sa.select(_calls))[0].state == "failed" and len(glpi.heard) == RETRY.max_attempts
    with town.database.reading() as session:
        (shown,) = list_hooks(session)
    assert (shown["failed"], shown["waiting"], shown["last_error"]) == (1, 0, "It answered 302.")
    assert "secret" not in shown


def test_a_program_that_is_gone_for_good_is_not_asked_again(town: Counter, glpi: Listening) -> None:
    hook(town, glpi, "request.created")
    town.ask()
    glpi.status = 410
    assert tell(town) == 1
    assert town.rows(sa.select(_calls))[0].state == "failed"


def test_a_line_committed_after_later_ones_were_seen_is_told(town: Counter, glpi: Listening) -> None:
    hook(town, glpi, "request.created")
    reference = town.ask()
    tell(town)
    # As if the line had been committed after others with higher numbers were seen.
    with town.database.transaction() as session:
        session.connection().execute(sa.delete(_calls))
        session.connection().execute(sa.update(_hooks).values(seen_until=_hooks.c.seen_until + WINDOW - 10))
    assert tell(town) == 1
    assert glpi.events() == [("request.created", reference)] * 2


def test_a_new_secret_and_the_one_before_both_sign_for_a_day(town: Counter, glpi: Listening) -> None:
    old = hook(town, glpi, "request.created")
    with town.database.transaction() as session:
        new = rotate_secret(session, "glpi", town.clock(), SEAL)
    town.ask()
    tell(town)
    assert new != old and verified(new, *glpi.heard[0]) == [True, False]
    assert verified(old, *glpi.heard[0]) == [False, True]
    town.clock.pass_seconds(86_401)
    town.ask("Une autre.")
    tell(town)
    assert verified(new, *glpi.heard[1]) == [True] and verified(old, *glpi.heard[1]) == [False]


def test_a_secret_stands_in_the_database_only_sealed_and_a_plain_one_is_sealed_at_the_next_start(
    town: Counter, glpi: Listening
) -> None:
    secret = hook(town, glpi, "request.created")
    assert secret not in repr(town.rows(sa.select(_hooks)))
    with town.database.transaction() as session:
        session.connection().execute(sa.update(_hooks).values(secret=secret))  # as earlier versions kept it
        assert (seal_secrets(session, SEAL), seal_secrets(session, SEAL)) == (1, 0)
    assert secret not in repr(town.rows(sa.select(_hooks)))
    town.ask()
    tell(town)
    assert verified(secret, *glpi.heard[0]) == [True]


def test_keys_turn_and_secrets_are_opened_until_their_key_is_gone(town: Counter, glpi: Listening) -> None:
    secret = hook(town, glpi, "request.created")
    ours, other = (1, b"a key of tests, sixteen octets and more"), (2, b"another key of tests, of 32 octets")
    turned = seal_of(Signer([other, ours], "ville.test"))
    with town.database.transaction() as session:
        assert seal_secrets(session, turned) == 1
        assert secrets_of(find_hook(session, "glpi"), town.clock(), turned) == [secret]
    town.ask()
    tell(town)
    assert glpi.heard == []
    (shown,) = town.rows(sa.select(_calls.c.last_error))
    assert shown.last_error == "The key that sealed the secret of glpi is gone. guichet webhooks rotate glpi"
    with town.database.transaction() as session:
        assert seal_secrets(session, SEAL) == 0, "what no key opens is left as it is"
        new = rotate_secret(session, "glpi", town.clock(), SEAL)
        assert secrets_of(find_hook(session, "glpi"), town.clock(), SEAL) == [new], "as the error advised"


def test_a_program_that_is_removed_hears_nothing_more_and_its_secret_is_gone(
    town: Counter, glpi: Listening
) -> None:
    hook(town, glpi, "request.created")
    town.ask()
    glpi.status = 500
    tell(town)
    with town.database.transaction() as session:
        assert remove_hook(session, "glpi", town.clock()) == 1
        with pytest.raises(UserError, match=r"There is no webhook 'glpi'. Those there are: none\."):
            find_hook(session, "glpi")
    town.clock.pass_seconds(3600)
    assert tell(town) == 0 and len(glpi.heard) == 1
    assert town.rows(sa.select(_calls))[0].state == "canceled"
    assert town.rows(sa.select(_hooks))[0].secret == ""


def test_addresses_of_our_own_networks_are_called_only_where_the_settings_name_them(
    town: Counter, glpi: Listening
) -> None:
    hook(town, glpi, "request.created")
    town.ask()
    assert tell(town, WebhookSettings()) == 1
    assert glpi.heard == []
    assert "leads to a private network (127.0.0.1)" in town.rows(sa.select(_calls))[0].last_error


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "::1",
        "fe80::1", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "224.0.0.1", "ff02::1", "255.255.255.255",
        "64:ff9b::127.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b:1::1", "::10.0.0.1", "::ffff:0:10.0.0.1", "fec0::1",
        "2002:7f00:1::", "2002:a00:1::1", "2001:0:a00:1::",
    ],
)  # fmt: skip
def test_no_private_address_is_public_however_it_is_written(address: str) -> None:
    assert not is_allowed(ipaddress.ip_address(address), ())
    assert is_allowed(ipaddress.ip_address("203.0.114.1"), ())
    assert is_allowed(ipaddress.ip_address("64:ff9b::203.0.114.1"), ()), "by a translator, from version 6"
    for ours in ("10.0.0.1", "::ffff:10.0.0.1", "64:ff9b::10.0.0.1"):
        assert is_allowed(ipaddress.ip_address(ours), ("10.0.0.0/24",))
    assert is_allowed(ipaddress.ip_address("::1"), ("::1/128",))


def test_names_of_this_machine_are_no_way_round(glpi: Listening) -> None:
    port = glpi.url.partition("127.0.0.1:")[2]
    for host in ("localhost", "0x7f000001", "2130706433", "127.1", "[::1]"):
        with pytest.raises((PermanentFailure, TemporaryFailure)):
            post(f"http://{host}:{port}", b"{}", {}, WebhookSettings())
    assert glpi.heard == []


def test_what_is_no_address_no_event_or_no_name_is_refused(town: Counter) -> None:
    good = {"name": "glpi", "url": "https://glpi.example.org/x", "events": ["request.state"]}
    for changed, words in (
        ({"name": "G!"}, "is no name"),
        ({"url": "ftp://x"}, "is no address"),
        ({"url": "https://user:word@x/"}, "is no address"),
        ({"url": "https://x/ y"}, "is no address"),
        ({"url": "https://[x"}, "is no address"),
        ({"url": "https://x/événements"}, "is no address"),
        ({"url": "https://x/%C3%A9?é"}, "is no address"),
        ({"events": ["request.deleted"]}, "is no event: give some of"),
        ({"events": []}, "Without any event"),
    ):
        given: dict[str, Any] = {**good, **changed}
        with town.database.transaction() as session, pytest.raises(UserError, match=words):
            add_hook(
                session, given.pop("name"), given.pop("url"), by="x", now=town.clock(), seal=SEAL, **given
            )


def test_what_was_told_a_month_ago_is_not_told_again_while_its_line_is_looked_at(
    town: Counter, glpi: Listening
) -> None:
    hook(town, glpi, "request.created")
    for day in range(3):
        town.ask(f"Ampoule {day}.", message_id=f"<{day}@example.org>")
        tell(town)
        town.clock.pass_seconds(31 * 86_400)
    assert len(glpi.heard) == 3 == len(town.rows(sa.select(_calls)))
    # Once the history has gone on, they are forgotten.
    with town.database.transaction() as session:
        session.connection().execute(sa.update(_hooks).values(seen_until=_hooks.c.seen_until + WINDOW))
        newest = town.rows(sa.select(_calls.c.entry_id).order_by(_calls.c.id.desc()))[0].entry_id
        note_news(session, find_hook(session, "glpi"), [(newest + 1, 1, "request.created")], 0, town.clock())
    assert [row.entry_id for row in town.rows(sa.select(_calls))] == [newest + 1]


def test_a_telling_that_breaks_off_is_noted_and_tried_again(
    town: Counter, glpi: Listening, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook(town, glpi, "request.created")
    town.ask()

    def broken(*_: Any) -> int:
        raise LookupError

    with monkeypatch.context() as patched:
        patched.setattr(telling, "post", broken)
        assert tell(town) == 1
    row = town.rows(sa.select(_calls))[0]
    assert (row.state, row.leased_until, row.last_error) == (
        "waiting",
        None,
        "A mistake of ours: LookupError.",
    )
    town.clock.pass_seconds(61)
    assert tell(town) == 1 and len(glpi.heard) == 1


def test_what_was_left_when_the_database_went_is_told_by_the_same_process(
    town: Counter, glpi: Listening, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook(town, glpi, "request.created")
    town.ask()
    mine = Telling(town.database, LOOPBACK, town.clock, SEAL, "me")

    def away(*_: Any) -> None:
        raise TemporaryFailure("Away.", "away")

    with monkeypatch.context() as patched:
        patched.setattr(telling, "_call_of", away)
        with pytest.raises(TemporaryFailure):
            mine.tell_next()
    assert town.rows(sa.select(_calls))[0].leased_by == "me"
    assert mine.tell_next() and len(glpi.heard) == 1
    assert town.rows(sa.select(_calls))[0].state == "delivered"


def test_nothing_is_written_while_another_process_tells(
    town: Counter, glpi: Listening, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook(town, glpi, "request.created")
    town.ask()
    glpi.status = 500
    tell(town)
    held = {"leased_by": "other", "leased_until": town.clock() + timedelta(seconds=3600)}
    with town.database.transaction() as session:
        session.connection().execute(sa.update(_calls).values(**held))
    town.clock.pass_seconds(120)
    with monkeypatch.context() as patched:
        patched.setattr(telling.leases, "claim", lambda *_, **__: pytest.fail("a claim locks"))
        assert not Telling(town.database, LOOPBACK, town.clock, SEAL, "me").tell_next()
    town.clock.pass_seconds(3600)
    assert Telling(town.database, LOOPBACK, town.clock, SEAL, "me").tell_next() and len(glpi.heard) == 2


def test_an_address_that_cannot_be_written_in_a_call_is_a_failed_call(glpi: Listening) -> None:
    with pytest.raises(TemporaryFailure, match="does not answer"):
        post(glpi.url + "&é=1", b"{}", {}, LOOPBACK)
    assert glpi.heard == []
