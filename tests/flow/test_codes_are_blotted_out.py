"""Codes and links that sign somebody in stand nowhere in plain: not in the database, and in no file once over."""

from __future__ import annotations

import os
import re
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
import sqlalchemy as sa

from cli.office import now
from dispatch.delivery.reading_copy import reading_copy
from dispatch.notices import queue
from dispatch.notices.catalogue import CATALOGUE
from dispatch.notices.details import ContactCodeDetails, SignInDetails
from dispatch.notices.secret.words import BLOTTED, SECRET_NOTICES, opened
from dispatch.upkeep.guarding.spent_codes import SpentCodes
from dispatch.upkeep.retention.take_away import MARK
from dispatch.web.entering.attempts import Visitor
from models.errors import InvalidValue, UserError
from models.signing.sealed import Seal
from models.signing.tokens import Signer
from models.store.database import Database
from models.tables.columns import table_of
from models.tables.outbox import OutboundMessage
from tests.letters import KEEPER
from tests.servers.postgres import PostgresCluster
from tests.town import Town

_outbox = table_of(OutboundMessage)
VISITOR = Visitor("a browser", "192.0.2.7")


def files_with(words: str, *folders: Path) -> list[str]:
    """Every file below the folders that holds these words, the database's own included."""
    found = []
    for folder in folders:
        # A walk that goes on when the database of another test is dropped below it.
        for path in (Path(root) / name for root, _, names in os.walk(folder) for name in names):
            try:
                content = path.read_bytes() if path.is_file() else b""
            except FileNotFoundError:  # one of a database that works
                continue
            if words.encode() in content:
                found.append(path.name)
    return sorted(found)


def row_of(database: Database) -> OutboundMessage:
    with database.reading() as session:
        query = sa.select(OutboundMessage).where(_outbox.c.notice == "sign_in")
        row = session.scalars(query).one()
        session.expunge(row)
        return row


def test_a_code_that_left_is_in_no_file_of_the_service_and_of_its_database(
    database_url: str, tmp_path: Path, request: pytest.FixtureRequest, capfd: pytest.CaptureFixture[str]
) -> None:
    places = [tmp_path]
    if database_url.startswith("postgresql"):
        cluster: PostgresCluster = request.getfixturevalue("postgres_cluster")
        places.append(cluster.directory / "data")
    town = Town(tmp_path, database_url, outgoing={"carrier": "files"})
    try:
        town.open()
        board = town.service.pages.board
        assert board is not None
        assert board.sign_ins.ask(KEEPER, VISITOR) == "asked"
        town.settle()
        (letter,) = town.settings.outgoing_dir.glob("*.eml")
        body = message_from_bytes(letter.read_bytes(), policy=policy.default).get_body(("plain",))
        assert body is not None
        text = body.get_content()
        (code,) = re.findall(r": (\d{6})\s", text)
        (token,) = re.findall(r"/entrer/lien/(\w{28})", text)
        # The file is how it was delivered: it is good as long as the code is. Nothing else has it.
        assert set(files_with(code, *places)) | set(files_with(token, *places)) == {letter.name}
        row = row_of(town.office.database)
        assert (row.state, row.data["code"], row.data["url"]) == ("sent", BLOTTED, BLOTTED)
        with town.office.database.reading() as session:
            shown = reading_copy(session, row, town.settings, town.office.signer)
        assert BLOTTED in shown["text"] and code not in str(shown) and token not in str(shown)
        assert board.sign_ins.enter_by_code(code, VISITOR) is not None

        assert SpentCodes(town.office.database, town.settings, now).run() == 0
        later = SpentCodes(town.office.database, town.settings, lambda: now() + timedelta(hours=1))
        assert (later.run(), later.run()) == (1, 0)
        assert files_with(code, *places) == files_with(token, *places) == []
        kept = letter.read_text("utf-8")
        assert f"To: {KEEPER}" in kept.replace("<", "").replace(">", "") and BLOTTED in kept
        said = capfd.readouterr()
        assert code not in said.out + said.err and token not in said.out + said.err
        assert town.service.schedule.run_now("codes") == ""
    finally:
        town.close()


def test_before_it_leaves_a_code_is_sealed_and_one_that_could_not_leave_is_sent_no_more(
    sqlite_url: str, tmp_path: Path
) -> None:
    town = Town(tmp_path, sqlite_url)
    try:
        board = town.service.pages.board
        assert board is not None
        assert board.sign_ins.ask(KEEPER, VISITOR) == "asked"
        row = row_of(town.office.database)
        details = opened(SignInDetails.model_validate(row.data), town.office.signer)
        assert re.fullmatch(r"\d{6}", details.code) and row.data["code"].startswith("sealed:")
        assert files_with(details.code, tmp_path) == []
        waits = SpentCodes(town.office.database, town.settings, lambda: now() + timedelta(hours=1))
        assert waits.run() == 0 and row_of(town.office.database).state == "queued"
        days = SpentCodes(town.office.database, town.settings, lambda: now() + timedelta(days=2))
        assert days.run() == 1
        row = row_of(town.office.database)
        assert (row.state, row.data["code"]) == ("canceled", BLOTTED)
        with pytest.raises(UserError, match="blotted out"), town.office.database.transaction() as session:
            queue.retry(session, row.id or 0, now())
    finally:
        town.service.leave()
        town.close()


def test_a_code_that_somebody_worked_on_is_blotted_out_at_the_next_look(
    sqlite_url: str, tmp_path: Path
) -> None:
    town = Town(tmp_path, sqlite_url)
    try:
        board = town.service.pages.board
        assert board is not None
        assert board.sign_ins.ask(KEEPER, VISITOR) == "asked"
        codes = SpentCodes(town.office.database, town.settings, lambda: now() + timedelta(days=2))
        for leased_until, blotted_out in ((now() + timedelta(days=3), 0), (None, 1)):
            with town.office.database.transaction() as session:
                held = sa.update(_outbox).where(_outbox.c.notice == "sign_in")
                session.connection().execute(held.values(leased_until=leased_until))
            assert codes.run() == blotted_out
        assert row_of(town.office.database).data["code"] == BLOTTED
    finally:
        town.service.leave()
        town.close()


def test_what_an_earlier_version_wrote_in_plain_is_blotted_out_and_the_night_writes_the_pages_anew(
    sqlite_url: str, tmp_path: Path
) -> None:
    town = Town(tmp_path, sqlite_url)
    try:
        board = town.service.pages.board
        assert board is not None
        assert board.sign_ins.ask(KEEPER, VISITOR) == "asked"
        plain = {"code": "482913", "url": "https://ville.test/entrer/lien/abc", "minutes": 15}
        with town.office.database.transaction() as session:
            session.connection().execute(
                sa.update(_outbox).where(_outbox.c.notice == "sign_in").values(data=plain, state="sent")
            )
        later = SpentCodes(town.office.database, town.settings, lambda: now() + timedelta(hours=1))
        assert later.run() == 1
        assert row_of(town.office.database).data == {"code": BLOTTED, "url": BLOTTED, "minutes": 15}
        assert (town.settings.data_dir / MARK).exists()
    finally:
        town.service.leave()
        town.close()


def test_a_seal_opens_under_any_key_that_is_kept_and_under_no_other() -> None:
    old, new = (1, b"an old key of sixteen octets"), (2, b"a new key of sixteen octets")
    sealed = Seal(Signer([old], "ville.test"), b"x").close("482913")
    assert Seal(Signer([new, old], "ville.test"), b"x").open(sealed) == "482913"
    assert Seal(Signer([old], "ville.test"), b"x").close("482913") != sealed
    for signer, label in ((Signer([new], "ville.test"), b"x"), (Signer([old], "ville.test"), b"y")):
        with pytest.raises(InvalidValue):
            Seal(signer, label).open(sealed)
    with pytest.raises(InvalidValue):
        Seal(Signer([old], "ville.test"), b"x").open("sealed:é")
    assert Seal(Signer([old], "ville.test"), b"x").open("482913") == "482913"


def test_every_notice_that_may_hold_a_code_is_blotted_out() -> None:
    holding = {each.name for each in CATALOGUE.values() if issubclass(each.details, ContactCodeDetails)}
    assert "contact_change" in holding and holding == set(SECRET_NOTICES)
