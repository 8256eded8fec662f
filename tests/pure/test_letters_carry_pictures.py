"""What travels along with a letter: clean copies through the workers, a note in place of what was left out."""

from __future__ import annotations

from dispatch.letters.enclosed.asked_for import is_asked_for, words_of_staff
from dispatch.letters.enclosed.attached import Going, attached
from tests.rows import in_rows

JPEG = b"\xff\xd8\xff\xe0rest"
MP4 = b"\x00\x00\x00\x18ftypmp42 position 48.85"
PDF = b"%PDF-1.4"
DOCX = b"PK\x03\x04 written by Jeanne"


def outside(words: str = "", locale: str = "fr") -> Going:
    return Going(True, words, locale)


STAFF = Going(False, "", "fr")


def refuse(content: bytes) -> bytes | None:
    raise AssertionError("no picture, no PDF")


def none(content: bytes) -> bytes | None:
    return None


def test_a_picture_goes_out_as_its_bare_copy_whoever_reads_it() -> None:
    for reader in (outside(), STAFF):
        file, left_out = attached("trou.jpg", "image/jpeg", JPEG, lambda content: content[:3], reader)
        assert (file.name, file.content_type, file.content, left_out) == (
            "trou.jpg",
            "image/jpeg",
            JPEG[:3],
            False,
        )


def test_a_picture_that_was_drawn_anew_is_named_for_what_it_is() -> None:
    heic = b"\x00\x00\x00\x18ftypheic"
    file, _ = attached("IMG_0042.HEIC", "image/heic", heic, lambda _content: JPEG, outside())
    assert (file.name, file.content_type) == ("IMG_0042.jpg", "image/jpeg")


def test_staff_get_other_files_as_they_came_without_a_worker() -> None:
    for content in (PDF, MP4, DOCX):
        file, left_out = attached("plan", "application/octet-stream", content, refuse, STAFF)
        assert (file.content, left_out) == (content, False)


def test_a_pdf_leaves_the_town_hall_as_its_bare_copy() -> None:
    file, left_out = attached(
        "plan.pdf", "application/pdf", PDF, lambda _content: b"%PDF-1.7 bare", outside()
    )
    assert (file.name, file.content, left_out) == ("plan.pdf", b"%PDF-1.7 bare", False)


@in_rows(
    ("locale", "name", "word"),
    [("fr", "trou.jpg - non joint.txt", "conservé"), ("en", "trou.jpg - not attached.txt", "kept")],
)
def test_a_picture_without_copy_leaves_a_note_in_its_place(locale: str, name: str, word: str) -> None:
    file, left_out = attached("trou.jpg", "image/jpeg", JPEG, none, outside("ci-joint trou.jpg", locale))
    assert (file.name, file.content_type, left_out) == (name, "text/plain", True)
    assert word in file.content.decode()


@in_rows(
    ("name", "content_type", "content"),
    [
        ("film.mp4", "video/mp4", MP4),
        ("courrier.docx", "application/octet-stream", DOCX),
        ("plan.pdf", "application/pdf", PDF),
        ("dessin.svg", "image/svg+xml", b"<svg/>"),
    ],
)
def test_what_cannot_be_cleaned_leaves_only_when_the_words_ask_for_it(
    name: str, content_type: str, content: bytes
) -> None:
    file, left_out = attached(name, content_type, content, none, outside("Bonjour Madame, c’est fait."))
    assert (file.name, left_out) == (f"{name} - non joint.txt", True)
    assert content not in file.content
    file, left_out = attached(name, content_type, content, none, outside(f"Voyez {name}."))
    assert (file.name, file.content, left_out) == (name, content, False)


@in_rows(
    ("name", "content_type", "content"),
    [
        (
            "message.eml",
            "message/rfc822",
            b"From: a@ville.test\r\nMessage-ID: <guichet.42.ab2cd3ef@ville.test>\r\n",
        ),
        ("message.eml", "message/rfc822", b"From: a@ville.test\r\nX-Guichet-Loop: ville.test\r\n\r\nBonjour"),
        ("message.eml", "message/rfc822", b"Subject: x\r\n\r\nDemande =C2=B7 guich=\r\net.42.ab2cd3ef\r\n"),
        (
            "message.msg",
            "application/vnd.ms-outlook",
            "Demande 2026-00042 · guichet.42.AB2CD3EF".encode("utf-16-le"),
        ),
        ("avis.txt", "text/plain", "Demande 2026-00042 · guichet.42.ab2cd3ef\n".encode()),
        ("avis.html", "text/html", b"<p>Demande 2026-00042 &middot; guichet.42.ab2cd3ef</p>"),
    ],
)
def test_a_letter_of_ours_never_leaves_as_a_file_whatever_the_words_ask(
    name: str, content_type: str, content: bytes
) -> None:
    words = f"Bonjour Madame, vous trouverez ci-joint {name}."
    file, left_out = attached(name, content_type, content, refuse, outside(words))
    assert (file.name, left_out) == (f"{name} - non joint.txt", True)
    assert "courrier du guichet" in file.content.decode() and b"guichet.42" not in file.content
    file, left_out = attached(name, content_type, content, refuse, STAFF)
    assert (file.content, left_out) == (content, False)


@in_rows(
    "said",
    [
        "Le guichet. 42 places.",
        "guichet.42.fr",
        "https://guichet.2026.ville.example/",
        "monguichet.42.ab2cd3ef",
        "guichet.42.ab2cd3efgh",
    ],
)
def test_a_text_that_only_speaks_of_a_counter_is_no_letter_of_ours(said: str) -> None:
    file, left_out = attached("liste.txt", "text/plain", said.encode(), refuse, outside())
    assert (file.content, left_out) == (said.encode(), False)


def test_plain_text_says_what_it_shows() -> None:
    file, left_out = attached("liste.txt", "text/plain", b"un, deux", refuse, outside())
    assert (file.content, left_out) == (b"un, deux", False)


@in_rows(
    ("name", "content_type", "words", "asked"),
    [
        ("film.mp4", "video/mp4", "Je vous l'envoie avec la vidéo.", True),
        ("film.mp4", "video/mp4", "With the video of the leak.", True),
        ("film.mp4", "video/mp4", "Vous trouverez ci-joint le formulaire.", False),
        ("film.mp4", "video/mp4", "Nous avons vu votre vidéo.", False),
        ("cerfa_12.docx", "application/msword", "Vous trouverez ci-joint le formulaire.", True),
        ("cerfa_12.docx", "application/msword", "Remplissez Cerfa_12 et renvoyez-le.", True),
        ("cerfa_12.docx", "application/msword", "Please find it attached is it? The form is attached.", True),
        ("cerfa_12.docx", "application/msword", "Les pièces jointes sont à signer.", True),
        (
            "cerfa_12.docx",
            "application/msword",
            "La pièce jointe que vous avez envoyée ne s’ouvre pas.",
            False,
        ),
        ("cerfa_12.docx", "application/msword", "Votre pièce jointe est illisible.", False),
        ("cerfa_12.docx", "application/msword", "Votre demande est traitée.", False),
        ("a.docx", "application/msword", "Il y a un trou.", False),
        ("demande.docx", "application/msword", "", False),
    ],
)
def test_words_ask_for_a_file_by_its_name_or_by_what_it_is(
    name: str, content_type: str, words: str, asked: bool
) -> None:
    assert is_asked_for(name, content_type, words) is asked


def test_words_of_staff_are_those_of_answers_explanations_and_letters_to_partners() -> None:
    said = words_of_staff({"text": "un", "comment": "deux", "asked": "trois", "verb": "quatre"})
    assert said == "un\ndeux\ntrois"
    assert words_of_staff({}) == ""
