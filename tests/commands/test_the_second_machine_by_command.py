"""`guichet doctor replication`: no second machine, one that follows, one that stopped."""

from __future__ import annotations

from pathlib import Path

from tests.commands.running import guichet
from tests.servers.litestream import litestream_config, running_litestream


def looked() -> tuple[int, str]:
    done = guichet("doctor", "replication")
    assert "Traceback" not in done.out + done.err and done.err == ""
    return done.code, done.out


def has_followed() -> bool:
    """Whether the replica was written to: that it was begun is no copy yet."""
    said = looked()[1]
    return "follows: last written to" in said


def test_the_doctor_says_whether_litestream_follows_and_when_it_was_tried(busy_office: Path) -> None:
    code, said = looked()
    assert code == 0 and "No second machine follows in real time" in said and "docs/replication.md" in said
    config = litestream_config(busy_office, busy_office / "var/guichet.db")
    text = Path("settings.toml").read_text("utf-8")
    Path("settings.toml").write_text(text.replace("# litestream =\n", f'litestream = "{config}"\n'), "utf-8")
    code, said = looked()
    assert code == 1 and "Nothing was ever written to the replica" in said
    with running_litestream(config) as child:
        child.wait_until(has_followed)
        code, said = looked()
        assert code == 0 and "Litestream 0.5." in said and "never restored for trial" in said
        # It follows from its first look; its first copy comes a moment later.
        child.wait_until(lambda: guichet("schedule", "run", "replica test").code == 0)
        assert "and whole" in looked()[1]
    # What Litestream notes for itself in the database is no mistake in its shape: after a move to the second
    # machine, and when it is upgraded, that is asked.
    checked = guichet("db", "check")
    assert checked.code == 0, checked.err
    config.write_text("dbs: nonsense\n", encoding="utf-8")
    code, said = looked()
    assert code == 1 and "cannot be looked at" in said
    assert guichet("schedule", "run", "replication").code == 1
