"""Each night old files, raw mail and old lines of the access log go; what waits for a person, what is held
and what somebody else still needs stays.
"""

from __future__ import annotations

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from dispatch.rules.in_force import Organisations
from dispatch.upkeep.backup.manifest import make_set_id
from dispatch.upkeep.retention.due import due_requests
from dispatch.upkeep.retention.erase import erase_request
from dispatch.upkeep.retention.nightly import Nightly
from dispatch.upkeep.traces import Traces
from dispatch.web.own.drafts import Base, keep
from models.signing.notes import NoteSigner
from models.store.audit import record_access
from models.store.chain.checkpoint import newest_checkpoint, verify_all
from models.store.chain.forget import forget_accesses
from models.store.chain.seal import seal
from models.store.chain.verify import Verified
from models.store.files import sha256_of
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage
from models.tables.outbox import OutboundMessage
from models.tables.requests import Attachment, RequestLink, RequestRow
from models.tables.sessions import Draft, DraftField
from models.tables.traces import TraceLink, TraceStart
from tests.database.test_traces_prove_themselves import tamper
from tests.database.test_what_may_come_in import work
from tests.desk import Desk
from tests.letters import write

_inbound, _files = table_of(InboundMessage), table_of(Attachment)
_requests, _links = table_of(RequestRow), table_of(RequestLink)
_outbox, _trace, _starts = table_of(OutboundMessage), table_of(TraceLink), table_of(TraceStart)
_drafts = table_of(Draft)
PLAN = b"%PDF-1.4 an invented plan"


def nightly(desk: Desk, tmp_path: Path) -> Nightly:
    settings = desk.settings.model_copy(update={"data_dir": tmp_path})
    return Nightly(desk.database, desk.files, Organisations(), settings, desk.clock)


def grow_old(desk: Desk) -> None:
    for path in desk.files.directory.glob("??/??/*"):
        os.utime(path, (time.time() - 7200,) * 2)


def close(desk: Desk, *request_ids: int) -> None:
    with desk.database.transaction() as session:
        session.connection().execute(
            sa.update(_requests)
            .where(_requests.c.id.in_(request_ids))
            .values(state_kind="done", closed_at=desk.clock())
        )


def raws(desk: Desk) -> list[bool]:
    with desk.database.reading() as session:
        rows = session.connection().execute(
            sa.select(_inbound.c.raw, _inbound.c.erased_at).order_by(_inbound.c.id)
        )
        return [row.raw is not None for row in rows]


def test_raw_mail_goes_after_thirty_days_but_not_what_waits_for_a_person(desk: Desk, tmp_path: Path) -> None:
    desk.take()
    work(desk)
    held = desk.take(write("Une autre lampe.", sender="autre@example.org"))
    with desk.database.transaction() as session:
        session.connection().execute(sa.update(_inbound).where(_inbound.c.id == held).values(state="held"))
    desk.clock.pass_seconds(29 * 86_400)
    assert nightly(desk, tmp_path).run()["raw"] == 0
    desk.clock.pass_seconds(2 * 86_400)
    assert nightly(desk, tmp_path).run()["raw"] == 1
    assert raws(desk) == [False, True]
    assert desk.row(1).sender != "", "who asked is known as long as the request is"


def test_words_that_nobody_sent_go_with_their_days_and_with_their_request(desk: Desk, tmp_path: Path) -> None:
    desk.take()
    work(desk)
    with desk.database.transaction() as session:
        person = session.connection().execute(sa.select(_requests.c.requester_id)).scalar_one()
        for field in ("answer", "note"):
            keep(session, person, 1, DraftField(field), "Nous passons jeudi", Base(), desk.clock())
    desk.clock.pass_seconds(29 * 86_400)
    with desk.database.transaction() as session:
        keep(session, person, 1, DraftField.NOTE, "Nous passons jeudi matin", Base(), desk.clock())
    assert nightly(desk, tmp_path).run()["drafts"] == 0
    desk.clock.pass_seconds(2 * 86_400)
    assert nightly(desk, tmp_path).run()["drafts"] == 1
    with desk.database.transaction() as session:
        assert list(session.connection().execute(sa.select(_drafts.c.field)).scalars()) == ["note"]
        erase_request(session, 1, desk.clock())
        assert session.connection().execute(sa.select(_drafts.c.id)).first() is None


def test_letters_in_files_go_by_what_lies_there_not_by_every_notice_that_ever_left(
    desk: Desk, tmp_path: Path
) -> None:
    desk.take()
    work(desk)
    with desk.database.transaction() as session:
        gone = {"state": "sent", "carrier": "files", "sent_at": desk.clock()}
        session.connection().execute(sa.update(_outbox).values(gone))
        first, *others = (
            session.connection().execute(sa.select(_outbox.c.id).order_by(_outbox.c.id)).scalars()
        )
    letter = tmp_path / "outgoing" / f"{first:08d}.eml"
    letter.parent.mkdir(exist_ok=True)
    for path in (letter, letter.with_name("notes.eml"), letter.with_name("99999999.eml")):
        path.write_text("Subject: invented\n\nwords\n")
    assert others
    night = nightly(desk, tmp_path)
    desk.clock.pass_seconds(31 * 86_400)
    asked: list[str] = []
    sa.event.listen(desk.database.engine, "before_cursor_execute", lambda *given: asked.append(str(given[2])))
    assert night.run()["letters"] == 1
    assert not letter.exists() and letter.with_name("99999999.eml").exists()
    (look,) = [each for each in asked if "FROM outbound_message" in each and "sent_at <" in each]
    assert "outbound_message.id IN" in look


def test_who_wrote_what_became_no_request_is_forgotten_after_a_year(desk: Desk, tmp_path: Path) -> None:
    held = desk.take(write("Une autre lampe.", sender="autre@example.org"))
    with desk.database.transaction() as session:
        session.connection().execute(
            sa.update(_inbound).where(_inbound.c.id == held).values(state="held", sender="autre@example.org")
        )
    desk.clock.pass_seconds(366 * 86_400)
    assert nightly(desk, tmp_path).run()["messages"] == 1
    row = desk.row(held)
    assert (row.sender, row.envelope_from, row.recipients, row.raw, row.state) == ("", "", [], None, "held")


def test_a_file_goes_after_three_years_unless_another_request_has_it_too(desk: Desk, tmp_path: Path) -> None:
    for sender in ("un@example.org", "deux@example.org"):
        desk.take(write("Un lampadaire cassé.", sender=sender, files={"plan.pdf": PLAN}))
    work(desk)
    close(desk, 1)
    grow_old(desk)
    desk.clock.pass_seconds(3 * 366 * 86_400)
    assert nightly(desk, tmp_path).run()["files"] == 1
    assert desk.files.has(sha256_of(PLAN)), "the other request still shows it"
    close(desk, 2)
    desk.clock.pass_seconds(3 * 366 * 86_400)
    assert nightly(desk, tmp_path).run()["files"] == 1
    assert not desk.files.has(sha256_of(PLAN))
    with desk.database.reading() as session:
        rows = session.connection().execute(sa.select(_files)).all()
    assert {(row.filename, row.sha256, row.removed_at is None) for row in rows} == {("", "", False)}


def test_a_file_that_came_this_hour_is_not_swept_away(desk: Desk, tmp_path: Path) -> None:
    digest = desk.files.put(b"about to get its row")
    nightly(desk, tmp_path).run()
    assert desk.files.has(digest)
    grow_old(desk)
    assert desk.files.put(b"about to get its row") == digest
    nightly(desk, tmp_path).run()
    assert desk.files.has(digest), "handed in again, it is young again"
    grow_old(desk)
    nightly(desk, tmp_path).run()
    assert not desk.files.has(digest)


def test_the_copy_of_before_an_upgrade_goes_after_its_days_and_nothing_beside_it(
    desk: Desk, tmp_path: Path
) -> None:
    now = desk.clock()
    for days, name in ((13, "before-upgrade"), (15, "before-upgrade"), (15, "of-somebody-else")):
        (tmp_path / "backup" / f"{name}-{make_set_id(now - timedelta(days=days))}").mkdir(parents=True)
    nightly(desk, tmp_path).run()
    young = f"before-upgrade-{make_set_id(now - timedelta(days=13))}"
    other = f"of-somebody-else-{make_set_id(now - timedelta(days=15))}"
    assert sorted(path.name for path in (tmp_path / "backup").iterdir()) == [young, other]


def test_a_duplicate_goes_with_its_original_and_not_before(desk: Desk) -> None:
    for sender in ("un@example.org", "deux@example.org"):
        desk.take(write("Un lampadaire cassé.", sender=sender))
    work(desk)
    with desk.database.transaction() as session:
        session.connection().execute(
            sa.insert(_links).values(request_id=2, other_id=1, reason="duplicate", created_at=desk.clock())
        )

    def due() -> list[int]:
        with desk.database.reading() as session:
            in_force = Organisations().current(session).in_force
            now = desk.clock() + timedelta(days=21 * 366)
            return [each.id for each in due_requests(session, in_force, desk.settings.retention, now)]

    close(desk, 2)
    assert due() == []
    close(desk, 1)
    assert due() == [1, 2]


def look(desk: Desk, count: int) -> None:
    with desk.database.transaction() as session:
        for _ in range(count):
            record_access(session, desk.clock(), "cli:root", "read", "request:1")


def traces(desk: Desk, tmp_path: Path) -> Traces:
    settings = desk.settings.model_copy(update={"data_dir": tmp_path})
    return Traces(desk.database, Organisations(), settings, desk.clock)


def told(desk: Desk) -> list[str]:
    """Keys of the alerts that administrators were sent."""
    with desk.database.reading() as session:
        query = sa.select(_outbox.c.data).where(_outbox.c.notice == "alert")
        return [data["key"] for data in session.connection().execute(query).scalars()]


def accesses(desk: Desk, tmp_path: Path, *outside: str) -> Verified:
    verifier = NoteSigner.read(tmp_path / "secrets" / "audit_key").verifier
    with desk.database.reading() as session:
        _, found = verify_all(session, verifier, list(outside))
    return found


@pytest.mark.parametrize(
    "statements",
    [
        # A line that is not old yet is removed, then every line, then lines with their links.
        ("DELETE FROM access_record WHERE id = 3",),
        ("DELETE FROM access_record WHERE id > 2",),
        ("DELETE FROM access_record WHERE id IN (3, 4)", "DELETE FROM trace_link WHERE row_id IN (3, 4)"),
        ("UPDATE access_record SET at = '2020-01-01 00:00:00+00:00' WHERE id > 2",),
        ("UPDATE access_record SET actor = 'nobody' WHERE id = 1",),
        ("UPDATE trace_link SET salt = '' WHERE row_id = 1",),
    ],
)
def test_nothing_is_forgotten_of_an_access_log_that_is_not_whole(
    desk: Desk, tmp_path: Path, statements: tuple[str, ...]
) -> None:
    look(desk, 2)
    seal(desk.database)
    desk.clock.pass_seconds(1096 * 86_400)
    look(desk, 4)
    note = traces(desk, tmp_path).checkpoint()
    tamper(desk.database, *statements)
    before = accesses(desk, tmp_path, note).problems
    assert before
    assert nightly(desk, tmp_path).run()["access_lines"] == 0
    assert accesses(desk, tmp_path, note).problems == before, "what was done still shows"
    assert set(told(desk)) == {"access_log_damaged"}
    count = len(told(desk))
    nightly(desk, tmp_path).run()
    assert len(told(desk)) == count, "once a day"


def test_a_beginning_that_somebody_moved_shows_whatever_the_night_does(desk: Desk, tmp_path: Path) -> None:
    look(desk, 2)
    note = traces(desk, tmp_path).checkpoint()
    desk.clock.pass_seconds(1096 * 86_400)
    look(desk, 2)
    later = traces(desk, tmp_path).checkpoint()
    with desk.database.reading() as session:
        (link,) = (
            session.connection().execute(sa.select(_trace.c.link).where(_trace.c.position == 3)).scalars()
        )
    tamper(
        desk.database,
        "DELETE FROM access_record WHERE id <= 3",
        "DELETE FROM trace_link WHERE chain = 'accesses' AND position <= 3",
    )
    with desk.database.transaction() as session:
        session.connection().execute(
            sa.insert(_starts).values(chain="accesses", position=3, link=link, erased_before=desk.clock())
        )
    assert "no checkpoint says why" in accesses(desk, tmp_path, note, later).problems[-1]
    desk.clock.pass_seconds(1096 * 86_400)
    assert nightly(desk, tmp_path).run()["access_lines"] == 0
    assert accesses(desk, tmp_path, note, later).problems


def test_a_checkpoint_of_the_time_that_is_kept_says_which_rows_went_too_early(
    desk: Desk, tmp_path: Path
) -> None:
    look(desk, 2)
    note = traces(desk, tmp_path).checkpoint()
    look(desk, 3)
    traces(desk, tmp_path).checkpoint()
    signer = NoteSigner.read(tmp_path / "secrets" / "audit_key")
    assert forget_accesses(desk.database, signer, desk.clock() + timedelta(days=1), desk.clock()) == 5
    assert accesses(desk, tmp_path).problems == []
    with desk.database.transaction() as session:
        session.connection().execute(sa.update(_starts).values(erased_before=desk.clock()))
    (said, *_) = accesses(desk, tmp_path, note).problems
    assert "had only 2: rows are gone that were not old enough" in said


def test_a_night_that_forgets_lines_leaves_the_days_checkpoint_due(desk: Desk, tmp_path: Path) -> None:
    look(desk, 2)
    made = traces(desk, tmp_path)
    assert made.run()
    desk.clock.pass_seconds(1096 * 86_400)
    look(desk, 2)
    assert made.run()
    with desk.database.reading() as session:
        newest = newest_checkpoint(session)
    desk.clock.pass_seconds(86_400)
    assert nightly(desk, tmp_path).run()["access_lines"] == 2
    with desk.database.reading() as session:
        assert newest_checkpoint(session) == newest, "a backup's manifest names it"
    assert made.run(), "its keepers get it every day"
    desk.clock.pass_seconds(86_400)
    look(desk, 1)
    desk.clock.pass_seconds(1096 * 86_400)
    assert nightly(desk, tmp_path).run()["access_lines"] > 0, "a second time from where it began"
    assert accesses(desk, tmp_path).problems == []


def test_old_lines_of_the_access_log_go_and_the_chain_says_where_it_begins(
    desk: Desk, tmp_path: Path
) -> None:
    look(desk, 4)
    note = traces(desk, tmp_path).checkpoint()
    desk.clock.pass_seconds(1096 * 86_400)
    look(desk, 2)
    traces(desk, tmp_path).checkpoint()
    assert nightly(desk, tmp_path).run()["access_lines"] == 4
    verifier = NoteSigner.read(tmp_path / "secrets" / "audit_key").verifier
    with desk.database.reading() as session:
        _, found = verify_all(session, verifier, [note])
    assert (found.problems, found.count, found.no_longer_kept, found.not_sealed) == ([], 6, 4, 0)
    with desk.database.transaction() as session:
        session.connection().exec_driver_sql("DELETE FROM trace_checkpoint WHERE id <> 2")
    with desk.database.reading() as session:
        _, found = verify_all(session, verifier, [])
    assert found.problems, "a beginning that no checkpoint explains is told"
