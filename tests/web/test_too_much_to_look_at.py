"""A page that asks for too much says so, and mail goes on."""

from __future__ import annotations

import pytest

from bench.fill import fill
from dispatch.queries.narrowing import found_first
from dispatch.queries.seen import listing
from tests.letters import ADMINISTRATOR
from tests.web.browsing import Counter


def test_a_list_that_takes_too_long_is_a_clear_page_and_mail_goes_on(counter: Counter) -> None:
    counter.ask()
    fill(counter.database, 1_500)
    browser = counter.signed_in(ADMINISTRATOR)
    asked = "/demandes?etat=toutes&q=bonjour"
    assert browser.open(asked).status_code == 200
    # SQLite looks at the clock after ten thousand steps: that is more than who looks is found in.
    counter.board.reads.seconds = 0.0
    refused = browser.open(asked)
    assert refused.status_code == 503
    assert "Trop de demandes" in refused.text and "</html>" in refused.text
    assert counter.ask("Le portail du gymnase Guimard est cassé.", message_id="<2@example.org>")
    counter.board.reads.seconds = 60.0
    assert browser.open(asked).status_code == 200


def test_a_search_that_did_not_compare_everything_says_so(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(counter.database, 300)
    browser = counter.signed_in(ADMINISTRATOR)
    asked = "/demandes?etat=toutes&q=bonjour&canal=sms"
    assert "demandes les plus récentes qui les contiennent" not in browser.open(asked).text
    monkeypatch.setattr(found_first, "MOST_COMPARED", 20)
    monkeypatch.setattr(listing, "MOST_COUNTED", 10)
    assert "demandes les plus récentes qui les contiennent" in browser.open(asked).text
