"""A mail that is one word is a command; whatever says more, or is not sure, is a message."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from intake.sms.commands import read_citizen_text
from intake.words.citizens.asked import CANCEL, LANGUAGE, LANGUAGES, TRACK, CitizenText
from intake.words.citizens.mail import answers_whether, read_citizen_mail
from models.values import Reference
from tests.rows import in_rows

THIS = Reference(2026, 42)


@in_rows(
    ("subject", "text", "expected"),
    [
        ("", "SUIVI", CitizenText("track")),
        ("", "suivi.", CitizenText("track")),
        ("Suivi", "", CitizenText("track")),
        ("Bonjour", "Suivi 2026-00042", CitizenText("track", reference=THIS)),
        ("suivi", "2026-00042", CitizenText("track", reference=THIS)),
        ("SUIVI [2026-00042]", "", CitizenText("track", reference=THIS)),
        ("", "État de ma demande", CitizenText("track")),
        ("", "Status of my request", CitizenText("track")),
        ("", "Bonjour,\n\nSUIVI\n\nMerci d’avance\nJeanne Petit", CitizenText("track")),
        ("", "SUIVI\n\nJeanne Petit\n3 rue de l’Exemple\n06 39 98 00 12", CitizenText("track")),
        ("", "SUIVI ?", CitizenText("track")),
        ("", "ANNULER", CitizenText("cancel")),
        ("", "Annuler ma demande", CitizenText("cancel")),
        ("", "Bonjour, je souhaite annuler ma demande 2026-42. Merci", CitizenText("cancel", reference=THIS)),
        ("", "Merci d'annuler la demande n° 2026-00042", CitizenText("cancel", reference=THIS)),
        ("", "annuler 42", CitizenText("cancel", number=42)),
        ("", "ANNULER42", CitizenText("cancel", number=42)),
        ("", "suivi42", CitizenText("track", number=42)),
        ("", "cancel my request", CitizenText("cancel")),
        ("", "ARRÊT", CitizenText("stop")),
        ("", "arret", CitizenText("stop")),
        ("", "Stop", CitizenText("stop")),
        ("", "Je ne veux plus recevoir de messages", CitizenText("stop")),
        ("", "REPRENDRE", CitizenText("start")),
        ("", "LANGUE EN", CitizenText("language", language="en")),
        ("", "Langue : français", CitizenText("language", language="fr")),
        ("LANGUAGE ENGLISH", "", CitizenText("language", language="en")),
        ("", "langue espagnol", CitizenText("language", language="")),
    ],
)
def test_one_word_is_a_command_in_any_case_accents_and_manners(
    subject: str, text: str, expected: CitizenText
) -> None:
    assert read_citizen_mail(subject, text, "Jeanne Petit") == expected


@in_rows(
    "text",
    [
        "Annuler mon rendez-vous",
        "Suivi médical de l’école : qui contacter",
        "Stop aux dépôts sauvages",
        "L'arrêt de bus est cassé",
        "annuler 42 rue de la Gare",
        "Langue vivante à l'école",
        "annuler 2026-00042 et 2026-00041",
        "Mes enfants demandent où s’inscrire",
        "La suite",
        "",
    ],
)
def test_what_says_more_is_a_message_and_asks_nothing_back(text: str) -> None:
    read = read_citizen_mail("", text, "Jeanne Petit")
    assert (read.intent, read.text) == ("message", text)
    assert read.perhaps in (None, "cancel") and (read.perhaps is None or "2026-00041" in text)


@in_rows(
    ("text", "perhaps"),
    [
        ("Où en est ma demande ?", "track"),
        ("Avez-vous des nouvelles de ma demande ?", "track"),
        ("Any news about my request?", "track"),
        ("Annuler ma demande ?", "cancel"),
        ("ANNULER\nMon voisin a tout nettoyé lui-même.", "cancel"),
        ("SUIVI\n\nJ’attends depuis trois semaines !", "track"),
    ],
)
def test_what_may_be_meant_as_a_command_is_a_message_that_is_asked_back(text: str, perhaps: str) -> None:
    read = read_citizen_mail("", text, "Jeanne Petit")
    assert (read.intent, read.perhaps, read.text) == ("message", perhaps, text)


def test_words_below_a_command_are_no_signature_when_they_say_something() -> None:
    for below in (
        "Il y a le feu !",
        "Jeanne Petit\nVenez vite s’il vous plaît ?",
        "Merci\nPaul\nle trou est là",
    ):
        assert read_citizen_mail("", f"ANNULER\n\n{below}", "Jeanne Petit").intent == "message"


@in_rows("word", sorted(TRACK | CANCEL))
def test_texts_and_mails_know_the_same_words(word: str) -> None:
    by_mail, by_text = read_citizen_mail("", word).intent, read_citizen_text(word).intent
    # A text « cancel » stops texts, as the provider of texts has it.
    assert by_mail == by_text or (word, by_mail, by_text) == ("cancel", "cancel", "stop")


@in_rows("language", sorted(LANGUAGES))
def test_texts_know_the_languages_too(language: str) -> None:
    for word in LANGUAGE:
        read = read_citizen_text(f"{word} {language}")
        assert (read.intent, read.language) == ("language", LANGUAGES[language])
        assert read_citizen_mail("", f"{word} {language}").language == LANGUAGES[language]


@in_rows(
    ("text", "yes"),
    [
        ("CONFIRMER", True), ("Confirmer.", True), ("Oui, je confirme", True), ("OK merci", True),
        ("NON", False), ("Ce n’est pas moi !", False),
        ("Confirmer quoi ?", None), ("oui mais demain", None), ("", None),
    ],
)  # fmt: skip
def test_a_confirmation_is_yes_no_or_neither(text: str, yes: bool | None) -> None:
    assert answers_whether(text) is yes


@given(st.text(max_size=400), st.text(max_size=400), st.text(max_size=60))
def test_reading_never_fails_and_loses_nothing(subject: str, text: str, name: str) -> None:
    read = read_citizen_mail(subject, text, name)
    assert read.intent != "message" or read.text == text.strip()


@in_rows(
    "text",
    [
        "ANNULER 42", "annuler42", "Annuler le dossier 42", "Je voudrais annuler la 42", "À annuler : 42",
        "Merci d'annuler la demande 42", "cancel my request 42", "ANNULER 42\nJeanne Petit",
    ],
)  # fmt: skip
def test_a_text_says_so_in_as_many_ways_as_a_mail(text: str) -> None:
    said = read_citizen_text(text)
    assert (said.intent, said.number) == ("cancel", 42)


@in_rows(
    "text",
    ["annuler 42 rue de la Gare", "annuler le bus 42", "annuler mon rendez-vous de 14 h"],
)
def test_what_names_another_thing_than_a_request_takes_nothing_back_by_text(text: str) -> None:
    assert read_citizen_text(text).intent == "message"


@in_rows(
    ("text", "perhaps"),
    [("annuler 42 et 43", "cancel"), ("Annuler tout", "cancel"), ("suivi 42 43", "track")],
)
def test_several_named_at_once_are_asked_back(text: str, perhaps: str) -> None:
    said = read_citizen_mail("", text)
    assert (said.intent, said.perhaps) == ("message", perhaps)
