"""The buttons of a notice write mails that are read as exactly their word, whatever signature stands below."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from html import unescape
from urllib.parse import unquote

import pytest

from dispatch.inbound.staff.own_words import apart_from_signature, tapped, tapped_word
from dispatch.letters.examples.samples import samples
from dispatch.letters.orders_shown import verbs_shown
from dispatch.letters.render import Renderer
from dispatch.letters.taps import tap_link
from dispatch.notices.catalogue import CATALOGUE
from intake.mail.parse import parse_mail
from intake.message import ParsedMessage
from intake.words.orders import Order, Unsure
from intake.words.staff.lines import read_lines
from intake.words.staff.words import StaffWords, read_staff_words
from models.organisation import Organisation
from models.organisation_files.sample import sample_text
from tests.letters import KEEPER, write
from tests.rows import in_rows
from tests.sampling import is_tried

TOWN = Organisation.model_validate(tomllib.loads(sample_text()))
WORKFLOW = TOWN.workflow("default")
TODAY, COMING = date(2026, 11, 27), date(2026, 12, 3)
ADDRESS = "demandes+abcdefghijkmnpqrstuvwxyz2345@ville.test"
NAME = "Karim Benali"
SIGNATURES = (
    "",
    "-- \nKarim Benali",
    "Karim BENALI\nGardien du gymnase\nMairie de Saint-Exemple\n1 place de la Mairie\n01 99 00 10 20",
    "Cordialement,\n\nKarim Benali\nGardien | Ville de Saint-Exemple\nwww.ville.test",
    "Envoyé de mon iPhone",
    "Pensez à l’environnement avant d’imprimer ce message.",
    "Direction des services techniques\nVille de Saint-Exemple\nTél. 01 99 00 10 20",
    "Ce message est confidentiel. S’il ne vous est pas destiné, merci de le détruire.",
)


def opened(link: str) -> tuple[str, str, str]:
    """Address, subject and text of the mail that a `mailto:` link prepares, as a mail program decodes it."""
    found = re.fullmatch(r"mailto:([^?]+)\?subject=([^&]*)(?:&body=(.*))?", link)
    assert found is not None
    address, subject, body = (unquote(each or "") for each in found.groups())
    return address, subject, body


def sent(link: str, added: str, signature: str) -> ParsedMessage:
    """What arrives when an agent adds some words to such a mail, and their program a signature."""
    _, subject, body = opened(link)
    text = body.rstrip("\r\n").replace("\r\n", "\n") + added
    letter = write(f"{text}\n\n{signature}\n", subject=subject, sender=KEEPER, name=NAME)
    return parse_mail(letter.as_bytes())


def read(parsed: ParsedMessage) -> StaffWords:
    """The order in it, as the door reads an agent's mail."""
    written = apart_from_signature(parsed.words, NAME)
    first, _ = tapped(parsed, written) or (written, "")
    return read_staff_words(first or tapped_word(parsed), WORKFLOW, organisation=TOWN, today=TODAY)


@pytest.mark.parametrize("signature", SIGNATURES)
@pytest.mark.parametrize("locale", ["fr", "en"])
def test_every_button_of_every_state_is_read_as_its_verb(locale: str, signature: str) -> None:
    for state in WORKFLOW.states:
        for verb in verbs_shown(WORKFLOW, state.key, locale, COMING):
            if signature and not is_tried(state.key, verb.tap, locale, signature, one_in=6):
                continue
            added, kind = "", "verb"
            if verb.tap.strip() in ("doublon de", "duplicate of"):
                added, kind = "2026-00041", "duplicate"
            elif verb.needs_date:
                added = "3/12"
            elif verb.comment_required:
                added = "la photo du compteur"
            said = read(sent(tap_link(ADDRESS, verb.tap, "2026-00042"), added, signature))
            order = said.said
            assert isinstance(order, Order), (verb.tap, order)
            found = WORKFLOW.transition(state.key, order.verb) if order.verb else None
            assert order.kind == kind and (kind == "duplicate" or found is not None), (verb.tap, order)
            if verb.comment_required and kind == "verb":
                assert (said.published or said.kept).strip() == "la photo du compteur", (
                    "nothing below it is sent"
                )
            elif kind == "verb":
                # « attente interne » is its own explanation, to colleagues.
                assert not said.published and said.kept in ("", verb.word), (verb.tap, said)


@in_rows("signature", SIGNATURES)
def test_a_button_that_needs_words_and_has_none_does_nothing(signature: str) -> None:
    in_need = [verb for verb in verbs_shown(WORKFLOW, "new", "fr", COMING) if verb.tap != verb.word]
    assert {verb.word for verb in in_need} >= {"planifié", "refusé"}
    for verb in in_need:
        said = read(sent(tap_link(ADDRESS, verb.tap, "2026-00042"), "", signature))
        assert (not said.published and not said.kept) or isinstance(said.said, Unsure), (verb.tap, said)
        assert not isinstance(said.said, Order) or said.said.date is None


@in_rows("signature", SIGNATURES)
def test_a_ready_answer_is_one_line_and_nothing_below_it_is_sent(signature: str) -> None:
    parsed = sent(tap_link(ADDRESS, "réponse 3", "2026-00042"), "", signature)
    written = apart_from_signature(parsed.words, NAME)
    first, _ = tapped(parsed, written) or (written, "")
    lines = read_lines(first, WORKFLOW, organisation=TOWN, today=TODAY)
    assert lines is not None and [each.kind for each in lines.orders] == ["canned"] and not lines.rest


def test_words_to_the_requester_below_a_button_are_read_with_the_order() -> None:
    parsed = sent(
        tap_link(ADDRESS, "terminé", "2026-00042"), "", "Bonjour Madame,\n\nC’est réparé, vous pouvez venir."
    )
    assert tapped(parsed, parsed.words) is None


def test_a_mail_whose_subject_says_something_else_is_no_button_s() -> None:
    for subject in ("Re: [2026-00042] Lampadaire", "", "refusé [2026-00042]"):
        parsed = parse_mail(write("terminé\n\nIl reste du sable.", subject=subject, sender=KEEPER).as_bytes())
        assert tapped(parsed, parsed.words) is None


def test_only_a_block_that_begins_with_the_whole_name_is_a_signature() -> None:
    for text in (
        "terminé\n\nKarim\nIl reste du sable",
        "terminé\n\nBenali Karim est passé\nhier",
        "Karim Benali\nGardien",
        "terminé\n\nKarim Benali\nPeux-tu vérifier ?",
    ):
        assert apart_from_signature(text, NAME) == text
    assert apart_from_signature("terminé\n\nBENALI Karim\nGardien", NAME) == "terminé"


def test_links_are_encoded_for_every_mail_program() -> None:
    link = tap_link("demandes+ab@mairie-été.test", "refusé : «\u00a0où ?\u00a0» & 100 %", "2026-00042")
    assert re.fullmatch(
        r"mailto:demandes%2Bab@[A-Za-z0-9.%-]+\?subject=[A-Za-z0-9._~%-]+&body=[A-Za-z0-9._~%-]+", link
    )
    assert opened(link) == (
        "demandes+ab@mairie-été.test",
        "refusé : «\u00a0où ?\u00a0» & 100 % [2026-00042]",
        "refusé : «\u00a0où ?\u00a0» & 100 %\r\n\r\n",
    )
    assert link.endswith("%0D%0A%0D%0A") and "+" not in link
    assert tap_link("", "terminé") == ""


@in_rows("locale", ["fr", "en"])
def test_each_order_of_a_notice_has_its_button_and_the_plain_part_has_no_link(locale: str) -> None:
    view = next(iter(samples(CATALOGUE["assigned"], locale)))
    letter = Renderer().email(view)
    links = [unescape(each) for each in re.findall(r'href="(mailto:[^"]+)"', letter.html)]
    written = [opened(link)[2].strip() for link in links]
    assert {each.tap.strip() for each in view.verbs} <= set(written)
    assert "réponse 3" in written, "a ready answer"
    assert all(opened(link)[0] == view.answers_to for link in links)
    assert all("[2026-00042]" in opened(link)[1] for link in links)
    assert "mailto:" not in letter.text and "réponse 3 (Délai des encombrants)" in letter.text
