"""What citizens' texts ask: commands, and above all what is no command."""

from __future__ import annotations

from time import process_time
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.sms.commands import read_citizen_text
from intake.sms.form import parse_sms, read_form, written_form
from intake.words.citizens.asked import CitizenText
from models.errors import InvalidValue
from models.values import Reference
from tests.rows import in_rows

REFERENCE = Reference(2026, 42)


@in_rows(
    "text",
    ["STOP", "stop.", "Stop !", "ARRET", "arrêt", "Arrêter", "DESABONNER", "Désabonner", "STOP SMS svp",
     "désinscription", "UNSUBSCRIBE", "STOPALL", "CANCEL", "STOP merci", "stop au 36180", "  Stop  \n"],
)  # fmt: skip
def test_a_word_of_refusal_alone_opts_out(text: str) -> None:
    assert read_citizen_text(text) == CitizenText("stop")


@in_rows(
    "text",
    ["STOP aux dépôts sauvages rue Pasteur", "Arrêt de bus cassé", "stop stationnement", "arrêter le bruit la nuit",
     "le panneau stop est tombé", "STOP STOP STOP ça suffit", "Info travaux rue Foch ?", "aide à domicile pour ma mère",
     "suivi du chantier place du marché", "annuler mon rendez-vous de mardi", "annuler 42 rue de la Gare"],
)  # fmt: skip
def test_a_sentence_that_begins_like_a_command_is_a_message(text: str) -> None:
    read = read_citizen_text(text)
    assert (read.intent, read.text) == ("message", text)


@in_rows(
    ("text", "expected"),
    [
        ("SUIVI", CitizenText("track")),
        ("suivi 42", CitizenText("track", number=42)),
        ("Suivi n° 2026-00042 svp", CitizenText("track", reference=REFERENCE)),
        ("suivi demande 2026-42", CitizenText("track", reference=REFERENCE)),
        ("SUIVI k7m-2px", CitizenText("track", codes=("K7M2PX",))),
        ("état 42", CitizenText("track", number=42)),
        ("ANNULER 42", CitizenText("cancel", number=42)),
        ("Annulez la demande 42, réparé", CitizenText("cancel", "réparé", number=42)),
        ("annuler 2026-00042 c'est réparé", CitizenText("cancel", "c'est réparé", reference=REFERENCE)),
        ("annuler", CitizenText("cancel")),
        ("Cancel 42", CitizenText("cancel", number=42)),
        ("AIDE", CitizenText("help")),
        ("?", CitizenText("help")),
        ("start", CitizenText("start")),
        ("NOUVEAU Lampadaire éteint", CitizenText("new", "Lampadaire éteint")),
        ("nouvelle : fuite d'eau", CitizenText("new", "fuite d'eau")),
        ("nouveau", CitizenText("new")),
    ],
)
def test_a_command_is_read_whatever_its_case_and_accents(text: str, expected: CitizenText) -> None:
    assert read_citizen_text(text) == expected


@in_rows(
    ("text", "score", "comment"),
    [
        ("4", 4, ""),
        ("4/5", 4, ""),
        ("5 étoiles !", 5, ""),
        ("4, rapide merci", 4, "rapide merci"),
        ("1 : nul", 1, "nul"),
    ],
)
def test_a_figure_is_a_score_only_when_a_survey_was_asked(text: str, score: int, comment: str) -> None:
    assert read_citizen_text(text, survey_asked=True) == CitizenText("score", comment, score=score)
    assert read_citizen_text(text).intent == "message"


@in_rows("text", ["6", "0", "2 arbres tombés", "10", "4 rue Foch", "1. 5 trous"])
def test_other_figures_are_no_score(text: str) -> None:
    assert read_citizen_text(text, survey_asked=True).intent == "message"


@in_rows(
    ("text", "number"),
    [("42", 42), ("42 toujours rien", 42), ("42: merci", 42), ("demande 42 ?", 42), ("Dossier n° 42, suite", 42),
     ("#42 ok", 42), ("42 rue de la Gare", None), ("42 bis avenue Foch", None), ("2 h du matin, bruit", None),
     ("au 42 de la rue", None), ("le 12/05 la demande", None), ("demande 12/05", None), ("06 39 98 00 12", None),
     ("2026-00042 encore", None)],
)  # fmt: skip
def test_a_number_names_a_request_only_where_people_put_references(text: str, number: int | None) -> None:
    assert read_citizen_text(text).number == number


def test_a_reference_and_a_code_are_found_anywhere() -> None:
    assert read_citizen_text("Pour la 2026-00042, photo à suivre").reference == REFERENCE
    assert read_citizen_text("toujours cassé (K7M2PX)").codes == ("K7M2PX",)


@given(st.text(max_size=300), st.booleans())
def test_no_text_makes_the_reading_raise_or_lose_a_message(text: str, survey: bool) -> None:
    read = read_citizen_text(text, survey)
    assert read.intent != "message" or read.text == text.strip()


@in_rows(
    "text",
    ["4" + " " * 200_000 + "x", "4" + "!" * 200_000 + "x", "suivi " * 40_000, "demande n " * 20_000, "#" * 200_000,
     "a-" * 100_000, "2026-" * 40_000, "K7M " * 50_000, "annuler " + "-" * 200_000, "1" * 200_000, "\u0301" * 200_000],
)  # fmt: skip
def test_200_kilobytes_of_malice_are_read_in_time_that_grows_no_faster(text: str) -> None:
    started = process_time()
    read_citizen_text(text, survey_asked=True)
    parse_sms(urlencode({"Body": text, "From": text, "MessageSid": text}).encode())
    assert process_time() - started < 2  # CPU of this process alone; a quadratic reading takes minutes


def _form(**fields: str) -> bytes:
    return urlencode(
        {"MessageSid": "SM1", "From": "+33639980012", "To": "+33199000001", "Body": "x"} | fields
    ).encode()


def test_a_form_becomes_a_message_with_its_sender_in_e164() -> None:
    read = parse_sms(_form(From="06 39 98 00 12", Body="Un trou\r\nrue Foch \0"))
    assert read.sender is not None
    assert (read.channel, read.sender.address, read.text, read.message_id) == (
        "sms",
        "+33639980012",
        "Un trou\nrue Foch",
        "SM1",
    )
    assert read.reply == read.text


def test_every_photo_is_named_in_order_even_if_the_count_is_wrong() -> None:
    read = parse_sms(_form(NumMedia="1", **{f"MediaUrl{n}": f"https://m.example/{n}" for n in range(3)}))
    assert [m.url for m in read.media] == [f"https://m.example/{n}" for n in range(3)]
    assert read.defects == ("NumMedia does not agree with the 3 media found.",)


@in_rows("sender", ["36180", "AMENDES", "INFO SMS"])
def test_a_short_code_or_a_name_as_sender_is_never_answered(sender: str) -> None:
    read = parse_sms(_form(From=sender))
    assert read.automatic is not None
    assert read.sender is not None
    assert read.sender.address == sender


def test_twilio_s_own_opt_out_word_is_kept() -> None:
    assert parse_sms(_form(OptOutType="stop")).extra == {"opt_out_type": "STOP"}


def test_the_same_message_has_the_same_key_and_another_has_not() -> None:
    keys = {parse_sms(_form(Body=body)).content_key for body in ("x", "x", "y")}
    assert len(keys) == 2


@given(st.binary(max_size=400))
def test_no_bytes_make_the_reading_raise(raw: bytes) -> None:
    read = parse_sms(raw)
    read.text.encode("utf-8")
    assert "\0" not in read.text


def test_too_many_fields_are_refused_as_a_form_and_kept_as_a_defect() -> None:
    raw = b"&".join(b"f%d=" % n for n in range(501))
    with pytest.raises(InvalidValue):
        read_form(raw)
    assert parse_sms(raw).defects


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=100))
def test_what_is_written_as_a_form_is_read_as_it_was(body: str) -> None:
    assert parse_sms(written_form("+33639980012", "+33199000001", body, "SM1")).text == body.strip()
