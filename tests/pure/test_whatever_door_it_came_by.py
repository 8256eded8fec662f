"""Messages of all doors are read in processes that can be killed, which also tell their languages."""

from __future__ import annotations

import subprocess
import sys
from urllib.parse import urlencode

from intake.message import ParsedMessage
from intake.reading.reader import Reader
from intake.sms.form import parse_sms
from intake.words.language import language_of, written_by
from models.settings.processing import WorkSettings
from models.tables.ledger import Door

ENGLISH = (
    "Good morning, the street lamp in front of my house has been out since Tuesday. Could you repair it?"
)
FRENCH = "Bonjour, le lampadaire devant chez moi est en panne depuis mardi. Pouvez-vous le réparer ?"


def _mail(text: str) -> bytes:
    return (
        f"From: jeanne@example.org\r\nSubject: Lamp\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"
    ).encode()


def _text(body: str) -> bytes:
    return urlencode(
        {"MessageSid": "SM1", "From": "+33639980001", "To": "+33639980002", "Body": body}
    ).encode()


def test_each_message_is_read_as_its_door_brings_it_in_the_order_given() -> None:
    reader = Reader(WorkSettings(readers=1), None)
    call = _mail("Elle demande :\n> le passage du balai")
    try:
        found = reader.read_many(
            [(Door.SMTP, _mail(FRENCH)), (Door.SMS, _text(ENGLISH)), (Door.RECEIPTS, b"x"),
             (Door.DESK, call), (Door.SMTP, call)]
        )  # fmt: skip
    finally:
        reader.close()
    french, text, receipt, dictated, mail = (each for each in found if isinstance(each, ParsedMessage))
    assert (french.text, french.language, french.language_written) == (FRENCH, "fr", "fr")
    assert (text.channel, text.text, text.language, text.language_written) == ("sms", ENGLISH, "en", "en")
    assert receipt.text == ""
    # A clerk quotes nothing; a mail with the same words does.
    assert "balai" in dictated.words and "balai" not in mail.words


def test_a_language_that_was_told_is_not_looked_for_again() -> None:
    plain = parse_sms(_text(ENGLISH))
    assert (plain.language, language_of(plain), written_by(plain)) == (None, "en", "en")
    told = ParsedMessage(channel=plain.channel, text=ENGLISH, language="other", language_written="")
    assert (language_of(told), written_by(told)) == ("other", "")


def test_who_reads_through_the_room_never_loads_what_tells_languages_apart() -> None:
    """It takes 80 MB and a second: the reading processes share one, the service holds none."""
    asked = (
        "import sys\n"
        "from intake.reading.reader import Reader\n"
        "from intake.words.language import language_of, written_by\n"
        "from models.settings.processing import WorkSettings\n"
        "if __name__ == '__main__':\n"
        "    reader = Reader(WorkSettings(readers=1), None)\n"
        f"    (read,) = reader.read_many([('smtp', {_mail(ENGLISH)!r})])\n"
        "    reader.close()\n"
        "    print(language_of(read), written_by(read), 'py3langid' in sys.modules)\n"
    )
    ended = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, timeout=300)
    assert ended.stdout.split() == ["en", "en", "False"], ended.stderr
