"""Every notice reads well in every language, whatever strangers put into it."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.letters import segments
from dispatch.letters.examples.samples import samples
from dispatch.letters.render import LOCALES, MAX_SUBJECT_CHARACTERS, PACKAGE_DIRECTORY, Rendered
from dispatch.letters.view import NoticeView
from dispatch.notices.catalogue import CATALOGUE, notice_of
from dispatch.notices.details import Acknowledgement, Refusal, StateChange
from models.signing.tokens import Purpose
from tests.example_letters import RENDERER, examples, written
from tests.rows import in_rows
from tests.sampling import is_tried

#: Cost as much as all the others together: told in one letter of each notice.
_LONG = ("a" * 5000, "\n".join(["> ligne"] * 3000))
HOSTILE = (
    "</td></table><script>alert(1)</script><img src=x onerror=alert(1)>",
    "sujet\r\nBcc: victime@example.org\r\n\r\ncorps",
    "\u202egnirts\u202c \u2066renversé\u2069\x00\x07\x1b[31m",
    "{{ 7 * 7 }} {% for x in range(10) %}{% endfor %}",
    *_LONG,
    "\ud800 seul",
    "",
)
#: One in so many letters is spoilt with each of them in every run.
_ONE_IN = 24
#: Elements that have no end, as our layouts use them.
_VOID = {"meta", "br", "img", "wbr"}
#: The locale, the name and the view of every example of every notice, and its place among those of the notice.
SAMPLES = [
    (locale, name, view, at)
    for locale in LOCALES
    for name in CATALOGUE
    for at, view in enumerate(examples(name, locale))
]


class Outline(HTMLParser):
    """Checks that elements nest, and collects what a reader sees."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open[-1] == tag, f"</{tag}> closes {self.open[-1:]}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def hostile(view: NoticeView, text: str) -> NoticeView:
    request = view.request and replace(
        view.request, subject=text, requester=text, requester_contact=text, building=text
    )
    details = view.details
    for name in ("comment", "subject", "title", "written", "answer", "reason", "summary"):
        if isinstance(getattr(details, name, None), str) and name in type(details).model_fields:
            details = details.model_copy(update={name: text})
    files = tuple(replace(file, name=text) for file in view.files)
    return replace(
        view, request=request, text=text, author=text, recipient=text, files=files, details=details
    )


def letter(at: int) -> Rendered:
    """The example at a place of SAMPLES as it is written."""
    locale, name, _, place = SAMPLES[at]
    return written(name, locale, place)


@cache
def of(name: str, locale: str) -> list[int]:
    """The places in SAMPLES of the examples of a notice."""
    return [at for at, each in enumerate(SAMPLES) if each[:2] == (locale, name)]


def forms(at: int) -> list[str]:
    view = SAMPLES[at][2]
    notice = CATALOGUE[view.notice]
    found = []
    if notice.by_email:
        email = letter(at)
        found += [email.subject, email.text, email.html]
    if notice.by_text:
        found.append(RENDERER.text(view))
    return found


@in_rows("locale", LOCALES)
@in_rows("name", CATALOGUE)
def test_every_notice_has_its_own_words_in_every_language(name: str, locale: str) -> None:
    notice = CATALOGUE[name]
    if notice.by_email:
        for part in ("subject.txt", "body.txt", "body.html"):
            assert (PACKAGE_DIRECTORY / locale / "email" / name / part).is_file()
    assert (PACKAGE_DIRECTORY / locale / "sms" / f"{name}.txt").is_file() == notice.by_text


@pytest.mark.parametrize("locale", LOCALES)
@in_rows("name", CATALOGUE)
def test_every_example_of_a_notice_is_whole_and_says_something(name: str, locale: str) -> None:
    assert of(name, locale)
    for at in of(name, locale):
        for form in forms(at):
            assert form.strip()
            assert "None" not in form and "{{" not in form and "  ," not in form


@in_rows("locale", LOCALES)
@in_rows("name", [each.name for each in CATALOGUE.values() if each.by_email])
def test_html_is_nested_names_its_language_and_fetches_nothing(name: str, locale: str) -> None:
    assert of(name, locale)
    for at in of(name, locale):
        outline = Outline(letter(at).html)
        assert outline.open == []
        tags = dict(outline.elements)
        assert tags["html"]["lang"] == locale
        assert "".join(outline.words).strip()
        for tag, attributes in outline.elements:
            if tag == "img":
                # It travels in the letter itself, and says in words what it shows.
                assert (attributes["src"] or "").startswith("cid:") and len(attributes["alt"] or "") > 20
            assert tag not in ("script", "link", "iframe", "object", "form")
            assert "url(" not in (attributes.get("style") or "")
            if tag == "table":
                assert attributes.get("role") == "presentation" or attributes.get("class") == "facts"


def test_links_say_where_they_lead() -> None:
    mailed = [at for at, (_, name, *_rest) in enumerate(SAMPLES) if CATALOGUE[name].by_email]
    labels = [re.findall(r"<a [^>]*>([^<]*)</a>", letter(at).html) for at in mailed]
    assert sum(map(bool, labels)) > len(mailed) / 3
    for found in labels:
        for label in found:
            assert label.strip().lower() not in ("", "ici", "here", "cliquez ici", "click here")


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_strangers_words_never_become_markup_lines_or_directions(text: str) -> None:
    places = [
        (name, locale, which, view)
        for name in CATALOGUE
        for locale in LOCALES
        for which, view in enumerate(SAMPLES[at][2] for at in of(name, locale))
    ]
    tried = [
        view
        for name, locale, which, view in places
        if is_tried(text[:20], name, locale, which, one_in=_ONE_IN) and (which == 0 or text not in _LONG)
    ]
    assert tried
    for view in tried:
        spoilt = hostile(view, text)
        if CATALOGUE[view.notice].by_email:
            email = RENDERER.email(spoilt)
            assert len(email.subject) <= MAX_SUBJECT_CHARACTERS
            assert email.subject == email.subject.strip() and len(email.subject.splitlines()) == 1
            outline = Outline(email.html)
            assert outline.open == []
            tags = [(tag, str(attributes.get("src"))) for tag, attributes in outline.elements]
            assert not [tag for tag, src in tags if tag == "script" or (tag == "img" and src[:4] != "cid:")]
            for form in (email.subject, email.text, email.html):
                assert not re.search(r"[\x00\x07\x1b\u202e\u2066]", form)
                form.encode("utf-8")
        if CATALOGUE[view.notice].by_text:
            RENDERER.text(spoilt).encode("utf-8")


@given(st.text(max_size=400))
def test_any_text_at_all_can_be_told(text: str) -> None:
    view = next(iter(samples(CATALOGUE["assigned"], "fr")))
    outline = Outline(RENDERER.email(hostile(view, text)).html)
    assert outline.open == []


def test_a_requesters_text_cannot_pass_for_ours() -> None:
    """In the plain part every line of theirs is set off; ours never is."""
    view = next(iter(samples(CATALOGUE["assigned"], "fr")))
    text = RENDERER.email(replace(view, text="Toute autre réponse est envoyée au maire.")).text
    assert "\n  Toute autre réponse est envoyée au maire.\n" in text
    assert "\nUne réponse qui s’adresse au demandeur (" in text


def test_an_answer_is_a_letter_of_a_named_agent() -> None:
    """Name, function, service and telephone of whoever answers (CRPA L111-2), greeting and closing once
    each.
    """
    view = replace(next(iter(samples(CATALOGUE["answer"], "fr"))), text="C’est réparé.", files=())
    signed = (
        "Léa Fontaine\nResponsable de la voirie, Voirie et éclairage public\n"
        "Téléphone\u00a0: 01\u00a099\u00a000\u00a010\u00a020\nLa mairie de Saint-Exemple\n\n"
        "\nSuivre votre demande en ligne\u00a0: https://ville.test/suivi/abcdefghijkmnpqrstuvwxyz2345\nDemande 2026-00042 · guichet.42.abcdefgh\n"
    ).replace("\n\n\n", "\n\n")
    assert RENDERER.email(view).text == f"Bonjour,\n\nC’est réparé.\n\nCordialement,\n\n{signed}"
    polite = replace(view, text="Madame,\nc’est réparé.\nBien cordialement\nLéa")
    assert RENDERER.email(polite).text == f"Madame,\nc’est réparé.\nBien cordialement\nLéa\n\n{signed}"


def test_an_answer_of_files_alone_is_a_sentence() -> None:
    view = replace(next(iter(samples(CATALOGUE["answer"], "fr"))), text="")
    assert "vous trouverez ci-joint ces documents." in RENDERER.email(view).text
    one = replace(view, files=view.files[:1])
    assert "vous trouverez ci-joint ce document." in RENDERER.email(one).html


def test_plain_and_html_parts_say_the_same_words() -> None:
    def words(text: str) -> set[str]:
        return set(re.findall(r"[^\W\d_]{4,}", text.casefold()))

    for at, (_, name, *_rest) in enumerate(SAMPLES):
        if CATALOGUE[name].by_email:
            email = letter(at)
            seen = " ".join(
                Outline(re.sub(r"<style>.*?</style>|<title>.*?</title>", "", email.html, flags=re.S)).words
            )
            # Addresses of links stand in the plain part only,
            # the name of the town hall in the head of the other.
            only_plain = words(re.sub(r"https?://\S+", "", email.text)) - words(seen)
            assert only_plain <= {"position", "photo", "where", "taken", "https"}, (name, only_plain)


def test_acknowledgements_give_day_and_hour_on_the_clock_of_the_town() -> None:
    view = next(iter(samples(CATALOGUE["acknowledgement"], "fr")))
    text = RENDERER.email(view).text
    assert "mardi 3 novembre 2026 à 14\u00a0h\u00a005" in text
    assert "01\u00a099\u00a000\u00a010\u00a020" in text and "voirie@ville.test" in text
    english = RENDERER.email(replace(view, locale="en")).text
    assert "Tuesday 3 November 2026 at 14:05" in english


@in_rows(
    ("silence", "expected"),
    [
        ("acceptance", "considérée comme acceptée"),
        ("rejection", "considérée comme refusée"),
        ("none", "au plus tard le"),
    ],
)
def test_an_acknowledgement_says_what_silence_means_only_when_it_means_something(
    silence: Any, expected: str
) -> None:
    view = next(iter(samples(CATALOGUE["acknowledgement"], "fr")))
    stated = view.details.model_copy(update={"silence": silence, "silence_on": view.request.due_at.date()})
    text = RENDERER.email(replace(view, details=stated)).text
    others = {"considérée comme acceptée", "considérée comme refusée"} - {expected}
    assert expected in text and not any(other in text for other in others)
    assert ("complète" in text) == (silence != "none")


def test_texts_stay_in_gsm7_and_short_when_the_values_do() -> None:
    for locale, name, view, _ in SAMPLES:
        notice = CATALOGUE[name]
        if not notice.by_text:
            continue
        details = view.details.model_copy(
            update={
                field: "Fait."
                for field in ("comment", "answer", "title", "summary", "reason")
                if isinstance(getattr(view.details, field, None), str) and name != "refused_message"
            }
        )
        if isinstance(details, Refusal):
            details = details.model_copy(update={"answer": ""})
        plain = replace(view, text="Bonjour, c'est fait.", author="Paul", details=details)
        measured = segments.measure(RENDERER.text(plain))
        assert measured.encoding == "GSM-7", (locale, name, RENDERER.text(plain))
        assert measured.count <= 2, (locale, name)


def test_french_letters_keep_their_no_break_spaces_and_apostrophes() -> None:
    emails = (PACKAGE_DIRECTORY / "fr" / "email").rglob("*")
    for path in (PACKAGE_DIRECTORY / "fr" / "words.txt", *emails):
        if path.is_file() and path.suffix in (".txt", ".html"):
            written = path.read_text(encoding="utf-8")
            words = re.sub(r"\{\{.*?\}\}|\{%.*?%\}|<[^>]*>", "", written, flags=re.S)
            assert not re.search(r"(?<=\w) [:;!?»]|« ", words), path
            assert not re.search(r"\w'\w", words), path
            # What stands in quotes inside an expression is read by people, too.
            for said in re.findall(r"'([^']*)'", " ".join(re.findall(r"\{\{.*?\}\}", written, flags=re.S))):
                assert not re.search(r"(?:^|\w) [:;!?»]|« ", said), (path, said)


def test_a_name_that_a_workflow_invented_uses_the_general_words() -> None:
    view = next(iter(samples(CATALOGUE["state_changed"], "fr")))
    assert RENDERER.email(replace(view, notice="devis_envoye")) == RENDERER.email(view)
    assert notice_of("devis_envoye", "requester", {"comment": ""}).details is StateChange
    assert notice_of("accuse_special", "requester", {"received_at": "x"}).details is Acknowledgement
    assert notice_of("devis_envoye", "agent", {}).audience == "agent"


def test_internal_notices_can_only_be_answered_by_notes() -> None:
    """A reply to them must never reach the requester."""
    internal = {"note_added", "undeliverable", "letter_waits", "opinion_asked"}
    assert {name for name, notice in CATALOGUE.items() if notice.reply is Purpose.NOTE} == internal
    for notice in CATALOGUE.values():
        assert (notice.reply is Purpose.REQUESTER) <= (notice.audience == "requester")
        assert (notice.reply is Purpose.ASSIGNEE) <= (notice.audience == "agent")
