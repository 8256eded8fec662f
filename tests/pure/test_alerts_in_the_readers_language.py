"""What administrators are told is said in their language, and keeps what a program said apart."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import get_args

from dispatch.letters.completion import complete
from dispatch.notices.alerts import KEYS, alert_of, explanation_of, summary_of
from dispatch.notices.details import Alert, SetAsideDetails
from dispatch.notices.lists.listed import HeldMail
from dispatch.notices.why.became import why_it_became
from dispatch.notices.why.set_aside import why_set_aside
from intake.words.orders.values import Doubt, OrderKind
from intake.words.staff.forms import LineKind
from tests.rows import in_rows

DISPATCH = Path(__file__).parents[2] / "dispatch"
VALUES = dict.fromkeys(
    [
        "door",
        "room",
        "setting",
        "limit",
        "inbound",
        "hours",
        "used",
        "quota",
        "percent",
        "channel",
        "count",
        "name",
        "missing",
        "last",
        "reason",
        "budget",
        "currency",
        "spent",
        "who",
        "address",
        "instead",
        "day",
        "number",
        "minutes",
        "wanted",
        "megabytes",
        "at",
    ],
    "42",
)


@in_rows("key", sorted(KEYS))
def test_each_alert_has_words_in_both_languages_with_the_same_values(key: str) -> None:
    named = []
    for locale in ("fr", "en"):
        given = {name: f"<{name}>" for name in VALUES} | {"reason": "busy"}
        said = summary_of(key, given | {"budget": "50", "spent": "40.1", "currency": "EUR"}, locale)
        named.append(set(re.findall(r"<(\w+)>", said)))
        assert said[0].isupper() or said[0] in "<"
        assert said.endswith(".")
    assert named[0] == named[1]
    french = summary_of(key, VALUES, "fr")
    assert french != summary_of(key, VALUES, "en")
    assert not re.search(r" [:;?!%]", french), "an ordinary space before a high mark"
    assert "{" not in french and "'" not in french


def test_an_alert_is_written_for_its_reader_and_keeps_a_programs_words_apart() -> None:
    data = alert_of("staff_unreached", who="Karim", address="k@ville.test", reason="5.1.1", instead="Inès",
                    explains="went_instead", detail="550 5.1.1 User unknown")  # fmt: skip
    alert = Alert.model_validate(data)
    french = complete(alert, None, None, "fr", date(2026, 11, 3))  # type: ignore[arg-type]
    english = complete(alert, None, None, "en", date(2026, 11, 3))  # type: ignore[arg-type]
    assert isinstance(french, Alert) and isinstance(english, Alert)
    assert (
        french.summary == "Un avis à Karim (k@ville.test) n’est pas arrivé\u00a0: cette adresse n’existe pas."
    )
    assert french.explanation == "Il est allé à Inès à la place."
    assert french.detail == "550 5.1.1 User unknown"
    assert english.summary.startswith("A notice to Karim") and "Inès instead" in english.explanation


def test_an_alert_of_a_time_without_keys_is_read_as_it_was_written() -> None:
    old = Alert(summary="The disk fills.", explanation="Look.")
    assert complete(old, None, None, "fr", date(2026, 11, 3)) is old  # type: ignore[arg-type]
    assert explanation_of("quota", "", {}, "fr") == ""


def test_no_alert_is_written_past_its_keys() -> None:
    """A sentence put together where it happens would be English for everybody."""
    written = DISPATCH / "notices" / "alerts.py"
    sources = "\n".join(path.read_text("utf-8") for path in DISPATCH.rglob("*.py") if path != written)
    assert not re.findall(r'data=\{\s*"summary":', sources)
    used = set(re.findall(r'alert_of\(\s*"(\w+)"', sources))
    assert used <= KEYS
    used |= {key for pair in re.findall(r'\("(\w+_stopped)", "(\w+_away)"', sources) for key in pair}
    used |= set(re.findall(r'"(backup_\w+)"', sources))
    # What a look at the second machine noted, and the watch tells.
    used |= set(re.findall(r'\(\(?"((?:replica|standbys?)_\w+)", \{?', sources))
    used |= set(re.findall(r'"(storm_\w+|notices_held|sending_limited)"', sources))
    assert used >= KEYS


@in_rows(
    ("reason", "french"),
    [
        ("Reading took longer than 5 s.", "sa lecture a pris plus de 5 s"),
        ("The reader failed (ValueError).", "le programme qui le lisait a échoué (ValueError)"),
        ("gave up after 5 attempts: KeyError", "abandonné après 5 essais\u00a0; détail technique\u00a0: KeyError"),
        ("the service stopped 3 times while working on it",
         "le service s’est arrêté 3 fois pendant qu’il le traitait"),
        ("looks automatic: Auto-Submitted: auto-generated.",
         "paraît automatique (Auto-Submitted\u00a0: auto-generated)"),
        ("looks automatic: X-Auto-Response-Suppress is set.", "paraît automatique (en-tête X-Auto-Response-Suppress)"),
        ("looks automatic: The subject and another mark are those of an absence message.",
         "paraît être un message d’absence"),
        ("a virus was found in it: Eicar", "une pièce jointe contient un virus\u00a0: Eicar"),
        ("held by a rule", "une règle le retient"),
        ("its agent did not confirm it in time", "l’agent ne l’a pas confirmé à temps"),
        ("fournisseurs : à lire par Alain", "fournisseurs : à lire par Alain"),
        ("quota", "la place prévue pour les pièces jointes est pleine (limits.quota_bytes)"),
    ],
)  # fmt: skip
def test_why_a_message_waits_is_said_in_french(reason: str, french: str) -> None:
    assert why_set_aside(reason, "fr") == french
    details = complete(SetAsideDetails(inbound=1, reason=reason), None, None, "fr", date(2026, 11, 3))  # type: ignore[arg-type]
    assert isinstance(details, SetAsideDetails) and details.reason == french
    english = reason if reason != "quota" else "the room for attachments is full (limits.quota_bytes)"
    assert why_it_became(reason, "en") == why_set_aside(reason, "en") == english


@in_rows(
    ("reason", "french"),
    [
        ("1 orders: task", "un ordre\u00a0: tâche"),
        ("2 orders: opinion, merge", "2 ordres\u00a0: avis demandé, réunion"),
        ("a storm: more than 100 messages of this sender in an hour",
         "afflux\u00a0: plus de 100 messages de cet expéditeur en une heure"),
        ("a storm: more than 20 new requests in an hour from its domain",
         "afflux\u00a0: plus de 20 nouvelles demandes en une heure de son domaine"),
        *((f"kept as a note, its writer was asked: doubt {why.replace('_', ' ')}", "") for why in get_args(Doubt)),
        *((f"1 orders: {kind}", "") for kind in (*get_args(LineKind), *get_args(OrderKind))),
    ],
)  # fmt: skip
def test_what_became_of_a_message_is_said_in_french(reason: str, french: str) -> None:
    said = why_it_became(reason, "fr")
    assert said == (french or said)
    code = reason.rpartition(": ")[2]
    same = {"note", "service", "type", "visa"}
    assert code in same or not said.endswith(f"\u00a0: {code}"), f"{code} stays English"


def test_a_held_notice_of_an_earlier_version_is_still_read() -> None:
    held = HeldMail.model_validate({"inbound": 7, "reason": "held by a rule"})
    assert [item.inbound for item in held.items] == [7] and held.total == 1


def test_every_reason_that_reading_gives_has_french_words() -> None:
    """The English sentences as they stand in the code, with their placeholders filled."""
    root = DISPATCH.parent
    said = []
    for path in ("intake/reading/worker.py", "intake/reading/room.py", "intake/mail/machines/automatic.py"):
        source = (root / path).read_text("utf-8")
        said += re.findall(r'SetAside\("\w+", f?"([^"]+)"', source)
        said += [f"looks automatic: {each}" for each in
                 re.findall(r'Automatic\("(?:vacation|list|read_receipt|feedback)", f?"([^"]+)"', source)]  # fmt: skip
    assert len(said) > 12
    plain = [re.sub(r"\{[^{}]*\}", "7", each) for each in said]
    english = [each for each in plain if set(why_set_aside(each, "fr").split()) >= set(each.split()[:4])]
    assert english == []
