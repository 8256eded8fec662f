"""A file as it travels along with a letter: pictures without what they tell of people, made elsewhere."""

from __future__ import annotations

from collections.abc import Callable

from dispatch.letters.parts.mime import LetterFile
from intake.mail.files.photos import is_picture

_LEFT_OUT = {
    "fr": (
        "{name} - non joint.txt",
        "Le fichier « {name} » n’a pas pu être préparé pour l’envoi\xa0: trop grand ou abîmé.\n"
        "Il est conservé avec la demande.\n",
    ),
    "en": (
        "{name} - not attached.txt",
        "The file “{name}” could not be made ready to be sent: too large, or damaged.\n"
        "It is kept with the request.\n",
    ),
}


def attached(
    name: str, content_type: str, content: bytes, bare_copy: Callable[[bytes], bytes | None], locale: str
) -> LetterFile:
    """The file to put into a letter.

    A picture goes through `bare_copy`; when that gives None, a note in its place says where the picture is.
    """
    if not is_picture(content):
        return LetterFile(name, content_type, content)
    bare = bare_copy(content)
    if bare is not None:
        return LetterFile(name, content_type, bare)
    note_name, note = _LEFT_OUT.get(locale, _LEFT_OUT["fr"])
    return LetterFile(note_name.format(name=name), "text/plain", note.format(name=name).encode())
