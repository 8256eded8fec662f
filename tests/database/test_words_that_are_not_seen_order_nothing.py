"""What an agent's HTML hides is no order and is sent to nobody, though the plain version beside it shows it."""

from __future__ import annotations

import pytest

from tests.counter import Counter
from tests.letters import CITIZEN, KEEPER, write

_WHITE = "<p>{seen}</p><p style='color:#ffffff'>{unseen}</p>"
_GONE = "<p>{seen}</p><div style='display:none'>{unseen}</div>"


def write_both(counter: Counter, html: str, plain: str) -> None:
    letter = write(plain, sender=KEEPER, name="", subject="Re: demande")
    letter.add_alternative(html, subtype="html")
    to = counter.address(1, KEEPER)
    counter.desk.take(letter, peer="127.0.0.1", envelope_from=KEEPER, recipients=(to,))
    counter.work()


@pytest.mark.parametrize("html", [_WHITE, _GONE])
@pytest.mark.parametrize(
    ("seen", "unseen"),
    [
        ("", "Terminé"),
        ("Bonjour Madame, votre demande avance.", "Le code du portail est 4521."),
        ("Pris en charge", "Priorité haute"),
    ],
)
def test_nothing_is_done_and_nothing_leaves(counter: Counter, html: str, seen: str, unseen: str) -> None:
    shown = html.format(seen=seen or "-- ", unseen=unseen)
    before = [row["recipient"] for row in counter.outbox()].count(CITIZEN)
    write_both(counter, shown, f"{seen}\n\n{unseen}\n".lstrip())
    assert (counter.state(), counter.column("priority")) == ("new", "normal")
    assert [row["recipient"] for row in counter.outbox()].count(CITIZEN) == before
    assert counter.help() == "hidden_words"
    assert counter.outbox("command_help", KEEPER)[-1]["data"]["asks"] is False


def test_what_is_written_in_a_dark_window_is_done(counter: Counter) -> None:
    write_both(counter, "<div style='color:#fff'>Pris en charge</div>", "Pris en charge\n")
    assert counter.state() == "taken"


def test_hidden_words_below_what_is_seen_and_quoted_hinder_nothing(counter: Counter) -> None:
    """A notice of a shop, quoted, begins with a line for the list of mails."""
    html = "<p>Pris en charge</p><blockquote type='cite'><div style='display:none'>Aperçu</div>Devis</blockquote>"
    write_both(counter, html, "Pris en charge\n\n> Aperçu\n> Devis\n")
    assert counter.state() == "taken"
