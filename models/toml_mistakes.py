"""What is wrong with the writing of a TOML file, said as a person would say it, with what to do."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from models.folding import fold

_QUOTES = "“”«»‘’„‟"
#: Characters of no width, which come along when something is copied.
UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
#: What a title may be made of.
_PLAIN_NAME = re.compile(r"""[A-Za-z0-9_."'-]+(\s*\.\s*[A-Za-z0-9_"'-]+)*""")
#: Files that are something else altogether, by how they begin.
_OTHER_FILES = (
    (
        b"PK\x03\x04",
        "This is a spreadsheet or a text document, not a text file: save it as plain text (UTF-8).",
    ),
    (b"{\\rtf", "This is a formatted text (RTF): save it as plain text (UTF-8)."),
    (b"PK\x05\x06", "This is an empty archive, not a text file: save it as plain text (UTF-8)."),
    (b"%PDF", "This is a PDF: the file must be plain text (UTF-8)."),
    (b"<!", "This is a web page: save the file itself, as plain text (UTF-8)."),
    (b"<html", "This is a web page: save the file itself, as plain text (UTF-8)."),
)


class TomlMistake(ValueError):
    """A file that is no TOML: `line` begins at 1, `sentence` says what to do."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(f"line {line}: {sentence}")
        self.line = line
        self.sentence = sentence


def read_toml(content: bytes) -> dict[str, Any]:
    """What a TOML file says, with or without a byte order mark. Raises TomlMistake."""
    if (broken := unreadable(content)) is not None:
        raise TomlMistake(*broken)
    text = content.decode("utf-8-sig")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        found = re.search(r"line (\d+)", str(wrong))
        line = int(found[1]) if found else content.count(b"\n") + 1
        raise TomlMistake(line, syntax_sentence(text, line, str(wrong))) from wrong
    except RecursionError as wrong:
        raise TomlMistake(1, "Brackets stand in one another too deeply.") from wrong


def unreadable(content: bytes) -> tuple[int, str] | None:
    """Line and sentence when the bytes are no text that can be read; None when they are."""
    for begin, sentence in _OTHER_FILES:
        if content.startswith(begin):
            return 1, sentence
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return 1, "The file is saved as UTF-16: save it again as UTF-8."
    if (at := content.find(b"\x00")) >= 0:
        return content.count(b"\n", 0, at) + 1, "There is a character here that no text has (NUL): remove it."
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = content.count(b"\n", 0, wrong.start) + 1
        start = content.rfind(b"\n", 0, wrong.start) + 1
        shown = content[start : content.find(b"\n", wrong.start) % (len(content) + 1)].decode(
            "cp1252", "replace"
        )
        return (
            line,
            f"« {shown.strip()[:60]} » is not saved as UTF-8: save the file again, with the encoding UTF-8.",
        )
    return None


def syntax_sentence(text: str, line: int, wrong: str) -> str:
    """What is wrong with the writing of a line, with what is most often the reason."""
    lines = text.splitlines()
    written = lines[line - 1] if 0 < line <= len(lines) else ""
    name, equals, value = (part.strip() for part in written.partition("="))
    if "\r" in text and "\n" not in text:
        return "The lines end as on an old Macintosh (CR): save the file with ordinary line ends."
    if written.startswith(("<<<<<<<", "=======", ">>>>>>>")):
        return "Two versions of the file were mixed here: keep one and remove the marks."
    if "\xa0" in written or "\u202f" in written:
        return "There is a no-break space here, which looks like a space and is none: type a plain space."
    if written.lstrip().startswith("{"):
        return 'This is not TOML: begin with [town], then name = "…" on a line of its own.'
    if value[:1] and value[0] in _QUOTES:
        return 'The value stands between the wrong quotes: use straight ones, as in name = "Voirie".'
    if "Cannot overwrite a value" in wrong:
        return f"'{name}' is given twice: keep one of the two lines."
    if found := re.search(r"Cannot declare \('(.*)',?\) twice", wrong):
        return (
            f"[{found[1].replace(chr(39) + ', ' + chr(39), '.')}] is there twice: put its lines together "
            f"in one."
        )
    if re.search(r"Illegal character '\\[nr]", wrong):
        return (
            'A quote that opens is not closed on this line: name = "Voirie". A text of several lines stands '
            'between three quotes: """…""".'
        )
    if "Unescaped '\\'" in wrong:
        return (
            "A backslash in a text is written twice (\\\\), or the text stands between single quotes ('…')."
        )
    return _of_the_line(name, bool(equals), value, written, wrong)


def _of_the_line(name: str, equals: bool, value: str, written: str, wrong: str) -> str:
    if not equals and re.match(r"\s*[\w-]+\s*:", written):
        return 'A name and its value are joined by =, not by a colon: name = "Voirie".'
    if (title := re.match(r"\s*\[\[?([^\[\]]*)\]", written)) and not _PLAIN_NAME.fullmatch(title[1]):
        shown = title[1].strip()[:40]
        return f"A title has letters without accents, digits, - and _ only: '{shown}' has others."
    if re.match(r"\s*\[", written) and ("']'" in wrong or "']]'" in wrong or "declaration" in wrong):
        return "A title closes with as many brackets as it opens with: [town], [[services]]."
    if re.match(r"\s*\[[^\]]*\]\]?\s*\S", written):
        return "A title such as [town] stands alone on its line; what follows goes to the next line."
    if found := re.match(r"[^\"'#/]*?\b(\d{1,2})/(\d{1,2})/(\d{4})\b", value):
        day = f"{found[3]}-{found[2]:0>2}-{found[1]:0>2}"
        return f"Days are written year-month-day: {name} = {f'[{day}]' if value[:1] == '[' else day}."
    if re.search(r"[\[,]\s*0\d{5,}", value):
        return f'A telephone number stands between quotes: {name} = ["01 99 00 10 20"].'
    if "{" in value and "}" not in value and ("key part" in wrong or "inline table" in wrong):
        return "What stands between { and } stays on one line."
    if "Unclosed array" in wrong or "Unclosed inline table" in wrong:
        return (
            'A list here or just above is not closed, or lacks a comma: emails = ["a@example.org", '
            '"b@example.org"].'
        )
    if re.fullmatch(r"-?\d+,\d+", value):
        return f"Numbers have a point, not a comma: {name} = {value.replace(',', '.')}."
    if fold(value) in ("oui", "non", "vrai", "faux", "yes", "no", "true", "false"):
        yes = fold(value) in ("oui", "vrai", "yes", "true")
        return f"Yes and no are written true and false: {name} = {'true' if yes else 'false'}."
    if "Invalid date" in wrong:
        return f"There is no such day: {value.strip('[] ')}. Days are written 2026-12-31."
    if (told := _of_what_follows(name, value, written, wrong)) is not None:
        return told
    if value[:1].isalpha() and "Invalid value" in wrong:
        return 'Words stand between quotes: name = "Voirie".'
    if re.match(r"\s*[-*•]\s", written):
        return "Parts are no list of hyphens: each begins with its title on a line of its own, as [[agents]]."
    if equals and " " in name and _PLAIN_NAME.fullmatch(name.replace(" ", "_")):
        return f"A name is one word: write {name.replace(' ', '_')} instead of '{name}'."
    if any(letter in name for letter in UNSEEN):
        return f"There is a character here that is not seen: delete '{name[:40]}' and type it again."
    if equals and not re.fullmatch(r"[A-Za-z0-9_.\"' -]+", name):
        return f"A name such as '{name[:40]}' has letters without accents, digits, - and _ only."
    if not equals and written.strip():
        return (
            f"« {written.strip()[:60]} » is neither a title such as [[agents]] nor name = value; a remark "
            f"begins with #."
        )
    return re.sub(r" \(at line \d+, column (\d+)\)", r", at character \1", wrong) + "."


def _of_what_follows(name: str, value: str, written: str, wrong: str) -> str | None:
    """The sentence for a value that is there and is not alone, or is no value; None when it is another
    mistake.
    """
    if "Invalid value" in wrong and not value:
        return f"'{name}' has no value: write it after the =, or put # before the line."
    if "Invalid value" in wrong and value[0] in "=>:":
        return f'A name and its value are joined by one =: {name} = "…".'
    if "Invalid value" in wrong and value[0] in "({":
        return f'A list stands between square brackets: {name} = ["…"].'
    at = re.search(r"Expected newline.*column (\d+)", wrong)
    if at is None:
        return None
    rest = written[int(at[1]) - 1 :].strip()
    if rest.startswith(("//", "--", "/*", "(")):
        return f"A remark begins with #: '{rest[:40]}' is none."
    if rest in (";", ",", "."):
        return f"Nothing stands after a value: remove the '{rest}' at the end of the line."
    if rest.startswith("]"):
        return f'A list opens with a bracket too: {name} = ["…"].'
    if re.match(r"[A-Za-z_-]+\s*=", rest):
        return f"Each name has a line of its own: '{rest[:40]}' goes to the next line."
    if value[0] == "'":
        return 'A text with an apostrophe stands between double quotes: name = "L\'Accueil".'
    if value[0] == '"':
        return (
            "Quotes inside a text are written « and », or the text stands between single quotes: "
            "'Le \"Bourg\"'."
        )
    if value[0].isdigit():
        return f"A number stands alone, without its unit: {name} = {re.split('[^0-9._-]', value)[0]}."
    return f"Nothing stands after a value: remove '{rest[:40]}'."
