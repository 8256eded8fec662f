"""`guichet doctor mail-auth` counts what the last mails carried and says which setting fits; `guichet init` chooses one."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from cli.office import Opening, now
from cli.service.examining.domains.mail_auth import advice
from dispatch.queries.mail_proofs import Carried
from intake.ledger.arrival import Arrival
from intake.ledger.reception import Reception
from models.settings.file import load_settings
from models.settings.settings import Settings
from tests.commands.preparing import BEHIND, DIRECT, TOWN, prepare
from tests.commands.running import guichet
from tests.letters import CITIZEN, KEEPER, TOWN_HALL, write
from tests.rows import in_rows

OURS = "mx.ville.test"
#: Who wrote, and what our relay wrote on top of the mail.
MAILS = [
    (CITIZEN, "dkim=pass header.d=example.org"),
    (CITIZEN, "none"),
    (KEEPER, "dmarc=pass header.from=agents.ville.test"),
    (KEEPER, "none"),
    (KEEPER, "dmarc=fail header.from=agents.ville.test"),
]


@pytest.fixture
def mails(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A town to which these mails came by LMTP, from a relay that it believes."""
    monkeypatch.setenv("GUICHET_MAIL__AUTHSERV_ID", OURS)
    opening = Opening(None)
    reception = Reception(opening.office.database, opening.office.files)
    for number, (sender, found) in enumerate(MAILS):
        letter = write(f"Une ampoule est cassée, salle {number}.", sender=sender, name="")
        raw = f"Authentication-Results: {OURS}; {found}\r\n".encode() + letter.as_bytes()
        reception.accept(Arrival("lmtp", raw, now(), envelope_from=sender, recipients=(TOWN_HALL,)))
    reception.close()
    opening.close()
    assert office == Path.cwd() and guichet("work").code == 0


@pytest.mark.usefixtures("mails")
def test_the_last_mails_are_counted_and_those_of_staff_apart() -> None:
    told = guichet("doctor", "mail-auth", "--json").json()
    assert told["proof"] == "confirm"
    assert (told["all"]["mails"], told["staff"]["mails"]) == (5, 3)
    assert told["all"]["proved_by"] == {"dkim": 1, "dmarc": 1, "": 3}
    assert told["staff"]["proved_by"] == {"dmarc": 1, "": 2}
    assert told["all"]["failed"] == told["staff"]["failed"] == {"dmarc=fail": 1}
    assert guichet("doctor", "mail-auth", "--last", "2", "--json").json()["all"]["proved_by"] == {"": 2}

    said = guichet("doctor", "mail-auth").out
    assert "All mail: 5" in said and "Mail in the names of staff: 3" in said
    assert "1  proved: DMARC, by our relay" in said and "2  not proved" in said
    assert 'agents.proof is "confirm": 2 of these 3 mails of staff needed a confirmation.' in said
    assert f"{OURS} was heard." in said


def _carried(mails: int = 0, *, proved: dict[str, int] | None = None, bore: tuple[str, ...] = ()) -> Carried:
    return Carried(mails, Counter(proved or {}), Counter(), Counter(bore))


WORLD = {"doors": {"lmtp": {"enabled": True}}}
_OPEN, _PROVED = _carried(3, proved={"": 2, "dkim": 1}), _carried(3, proved={"dkim": 3})
_HEARD = _carried(5, bore=("relay:dkim=pass", f"authserv-id:{OURS}"))
_UNHEARD = _carried(5, bore=("authserv-id:mx.example.net", "authserv-id:a.example.org"))
_NOBODY = _carried()


@in_rows(
    ("settings", "everybody", "staff", "said"),
    [
        ({"agents": {"proof": "token"}, **WORLD}, _NOBODY, _OPEN, [("warning", "acts as that agent")]),
        (
            {"agents": {"proof": "token"}},
            _NOBODY,
            _OPEN,
            [("ok", "the signed address of a notice is enough")],
        ),
        (WORLD, _NOBODY, _OPEN, [("ok", "2 of these 3 mails of staff needed a confirmation")]),
        (
            WORLD,
            _NOBODY,
            _carried(5, proved={"": 3, "dkim": 2}),
            [("ok", "3 of these 5"), ("warning", "confirm most of their mail by hand")],
        ),
        (WORLD, _NOBODY, _carried(5, proved={"": 2, "dkim": 3}), [("ok", "2 of these 5")]),
        (
            {"agents": {"proof": "mail"}},
            _NOBODY,
            _OPEN,
            [("warning", "2 of these 3 mails of staff were held")],
        ),
        ({"agents": {"proof": "mail"}}, _NOBODY, _PROVED, [("ok", "0 of these 3 mails of staff were held")]),
        (
            {},
            _UNHEARD,
            _NOBODY,
            [("ok", "0 of these 0"), ("warning", "set mail.authserv_id: a.example.org, mx.example.net.")],
        ),
        (
            {"mail": {"authserv_id": OURS}},
            _HEARD,
            _NOBODY,
            [("ok", "0 of these 0"), ("ok", f"{OURS} was heard")],
        ),
        (
            {"mail": {"authserv_id": OURS}},
            _UNHEARD,
            _NOBODY,
            [("ok", "0 of these 0"), ("error", f"bears a result of {OURS}")],
        ),
        ({"mail": {"authserv_id": OURS}}, _NOBODY, _NOBODY, [("ok", "0 of these 0")]),
        (
            {},
            _carried(5, bore=("signature:unknown",)),
            _NOBODY,
            [("ok", "0 of these 0"), ("warning", "is DNS reached from here?")],
        ),
    ],
)
def test_the_advice_fits_what_was_carried_and_what_is_set(
    settings: dict[str, Any], everybody: Carried, staff: Carried, said: list[tuple[str, str]]
) -> None:
    found = advice(Settings.model_validate(settings), everybody, staff)
    assert [level for level, _ in found] == [level for level, _ in said], found
    assert all(words in sentence for (_, words), (_, sentence) in zip(said, found, strict=True)), found


def test_init_writes_the_safe_setting_and_says_what_it_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = guichet("init", "--no-sample")
    assert done.code == 0
    assert 'agents.proof is "confirm"' in done.out and "guichet doctor mail-auth" in done.out
    text = Path("settings.toml").read_text("utf-8")
    assert tomllib.loads(text)["agents"]["proof"] == "confirm"
    explained = text[: text.index('\nproof = "confirm"')].rpartition("\n\n")[2]
    assert "(token)" in explained and "(mail)" in explained and "doctor mail-auth" in explained


@pytest.mark.parametrize("answers", [BEHIND, DIRECT], ids=["behind a postfix", "open to the world"])
def test_a_server_that_faces_the_world_gets_the_safe_setting_and_a_step_about_it(
    answers: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert prepare([*TOWN, *answers]).code == 0
    settings = load_settings(Path("production/etc/guichet/settings.toml"))
    assert settings.faces_the_world and settings.agents.proof == "confirm"
    steps = Path("production/LISEZ-MOI.md").read_text("utf-8")
    assert "doctor mail-auth" in steps and "agents.proof" in steps
