"""A file as it travels along with a letter: without what it tells of people, made elsewhere, or left out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from dispatch.letters.enclosed.asked_for import is_asked_for
from dispatch.letters.enclosed.ours import is_letter_of_ours
from dispatch.letters.parts.mime import LetterFile
from intake.mail.files.leaving import kind_of

_LEFT_OUT = {
    "fr": (
        "{name} - non joint.txt",
        "Le fichier « {name} » n’est pas joint à ce message : {why}.\n"
        "Il est conservé avec la demande ; demandez-le si vous en avez besoin.\n",
        {
            "unmade": "il n’a pas pu être préparé pour l’envoi (trop grand, verrouillé, signé ou abîmé)",
            "unasked": "les fichiers de cette sorte ne sont envoyés que sur demande",
            "ours": "c’est un courrier du guichet, qui ne vaut que pour la personne à qui il était adressé",
        },
    ),
    "en": (
        "{name} - not attached.txt",
        "The file “{name}” is not attached to this message: {why}.\n"
        "It is kept with the request; ask for it if you need it.\n",
        {
            "unmade": "it could not be made ready to be sent (too large, locked, signed or damaged)",
            "unasked": "files of this kind are sent only when asked for",
            "ours": "it is a letter of the counter, which is good only for the person it was written to",
        },
    ),
}


@dataclass(frozen=True, slots=True)
class Going:
    """Where the files of a letter go: into whose hands, with which words of staff, in which language.

    `outside` is whoever works not here: for them a file that no clean copy can be made of travels only when
    the `words` ask for it.
    """

    outside: bool
    words: str
    locale: str


def attached(
    name: str, content_type: str, content: bytes, bare_copy: Callable[[bytes], bytes | None], to: Going
) -> tuple[LetterFile, bool]:
    """The file to put into a letter, and whether it was left out, with a note in its place.

    A picture goes through `bare_copy` whoever reads it, a PDF when it leaves the town hall. Where none can be
    made, and for every other file that leaves, the words decide; a picture without a copy never goes, nor
    does a letter of ours, in which stands what answers in somebody's name.
    """
    kind = kind_of(content)
    if kind == "picture" or (kind == "pdf" and to.outside):
        bare = bare_copy(content)
        if bare is not None:
            return _as_it_is(name, content_type, bare), False
    ours = kind == "other" and to.outside and is_letter_of_ours(content)
    asked = kind != "picture" and is_asked_for(name, content_type, to.words)
    if not ours and kind != "picture" and (not to.outside or asked or _tells_nothing_else(content_type)):
        return LetterFile(name, content_type, content), False
    note_name, note, reasons = _LEFT_OUT.get(to.locale, _LEFT_OUT["fr"])
    why = reasons["ours" if ours else "unasked" if kind == "other" else "unmade"]
    return LetterFile(
        note_name.format(name=name), "text/plain", note.format(name=name, why=why).encode()
    ), True


def stays_behind(name: str, content_type: str, words: str) -> bool:
    """Whether a file will not go outside with these words, as far as its type tells before it is opened: a
    picture or a PDF that cannot be cleaned is found out when the letter is written.
    """
    cleaned = content_type.startswith("image/") or content_type == "application/pdf"
    return not (cleaned or _tells_nothing_else(content_type) or is_asked_for(name, content_type, words))


def _as_it_is(name: str, content_type: str, bare: bytes) -> LetterFile:
    """Named for what it is: one that was drawn anew is a JPEG."""
    path = PurePath(name)
    if bare.startswith(b"\xff\xd8\xff") and content_type != "image/jpeg":
        return LetterFile(f"{path.stem or name}.jpg", "image/jpeg", bare)
    return LetterFile(name, content_type, bare)


def _tells_nothing_else(content_type: str) -> bool:
    """Plain text says what it shows."""
    return content_type in ("text/plain", "text/calendar")
