"""A page that is not there and one that is not theirs are made alike: the database is asked the same for both."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from models.organisation import Official
from models.signing.tokens import Purpose
from tests.desk import SIGNER
from tests.letters import KEEPER
from tests.web.browsing import Browser, Counter

OFFICIAL, NOBODYS = "anne.roux@elus.ville.test", "2026-00099"


@contextmanager
def every_statement() -> Iterator[list[str]]:
    """What any database is asked meanwhile, in its order, besides the lines of the access log."""
    said: list[str] = []

    def hear(_c: Any, _cursor: Any, statement: str, _parameters: Any, _context: Any, _many: bool) -> None:
        if statement.startswith(("SELECT", "WITH", "UPDATE", "DELETE")):
            said.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", hear)
    try:
        yield said
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", hear)


def forbidden(counter: Counter) -> str:
    """A request that neither the keeper nor the official may see."""
    official = Official.model_validate(
        {"key": "anne-roux", "name": "Anne Roux", "emails": (OFFICIAL,), "services": ("batiments",)}
    )
    counter.organise(counter.organisation().model_copy(update={"officials": (official,)}))
    reference = counter.ask("Le robinet de la cuisine goutte.")
    counter.set(reference, service_id=None, assignee_id=None, building_id=None)
    return reference


def asked_for(browser: Browser, path: str, reference: str, **form: str) -> tuple[int, list[str]]:
    with every_statement() as said:
        answer = (
            browser.send(path.format(reference), **form) if form else browser.open(path.format(reference))
        )
    return answer.status_code, said


@pytest.mark.parametrize(
    ("who", "path", "status", "form"),
    [
        (KEEPER, "/demandes/{}", 404, {}),
        (KEEPER, "/demandes?q={}", 200, {}),
        (KEEPER, "/demandes/{}/noter", 404, {"note": "Vu."}),
        (KEEPER, "/demandes/{}/annuler", 404, {"ligne": "3"}),
        (OFFICIAL, "/delegation/{}", 404, {}),
    ],
    ids=["page", "search", "note", "undo", "official"],
)
def test_a_request_that_is_not_theirs_is_looked_for_like_one_that_is_not_there(
    counter: Counter, who: str, path: str, status: int, form: dict[str, str]
) -> None:
    reference = forbidden(counter)
    browser = counter.signed_in(who)
    found = []
    # The first look makes what is kept; of each the second one counts.
    for each in (reference, NOBODYS, reference, NOBODYS):
        browser.open("/bureau" if who == KEEPER else "/delegation")
        given = {**form, **browser.hidden("/sortir")} if form else {}
        found.append(asked_for(browser, path, each, **given))
    assert found[2] == found[3]
    assert found[2][0] == status and len(found[2][1]) > 2


def test_a_made_up_link_finds_nothing_out_about_requests(counter: Counter) -> None:
    reference = counter.ask()
    there = counter.request(reference).id
    until = counter.clock() + timedelta(days=30)
    browser, found = counter.browser(), []
    for subject in (there, there + 50, there, there + 50):
        token = SIGNER.sign(Purpose.TRACK, subject, 999, until)
        found.append(asked_for(browser, "/suivi/{}", token))
    assert found[2] == found[3] and found[2][0] == 404 and len(found[2][1]) > 1
