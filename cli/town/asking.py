"""`guichet org init`: the first questions of a town, in its language; what was answered is kept at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import typer

from cli.names import locale_of_the_person, read_language
from cli.present import safe, tell
from cli.town.keeping_aside import put_aside, write_whole
from cli.town.mail_domain import set_domain
from models.errors import UserError
from models.organisation.values import Locale
from models.organisation_files.answers import check_answer
from models.organisation_files.first_file import first_file
from models.organisation_files.questions import QUESTIONS, Question
from models.organisation_files.sample import sample_text
from models.organisation_files.slips import read_list
from models.settings.file import load_settings

_SAID: dict[str, dict[Locale, str]] = {
    "begin": {
        "fr": "Quelques questions\u00a0; Entrée garde la réponse entre crochets, Ctrl-C arrête et garde vos "
        "réponses.",
        "en": "A few questions; Enter takes the answer in brackets, Ctrl-C stops and keeps your answers.",
    },
    "again": {
        "fr": "Vos réponses de la dernière fois sont entre crochets.",
        "en": "Your answers of last time are in brackets.",
    },
    "kept": {
        "fr": "Vos réponses sont gardées dans {file}\u00a0: guichet org init reprend où vous en étiez.",
        "en": "Your answers are kept in {file}: guichet org init goes on from there.",
    },
    "written": {
        "fr": "{file} est écrit. Ensuite\u00a0: guichet init, puis guichet doctor.",
        "en": "{file} is written. Next: guichet init, then guichet doctor.",
    },
    "default service": {
        "fr": "Le service «\u00a0{service}\u00a0» trie ce qui ne va nulle part\u00a0; il reçoit "
        "mairie@{domain}.",
        "en": "The service '{service}' sorts what finds no other place and gets mairie@{domain}.",
    },
    "nobody yet": {
        "fr": "Personne n’est encore dans les services\u00a0: leurs demandes vous sont signalées. Ajoutez "
        "les agents dans {file}, ou dans agents.csv à côté.",
        "en": "Nobody is in the services yet: their requests are told to you. Add the agents in {file}, or "
        "in agents.csv beside it.",
    },
}


def write_sample(target: Path, locale: Locale, *, force: bool) -> None:
    """Write the invented town, remarks in `locale`. Raises UserError when there is a file and not `force`."""
    make_room(target, force=force)
    write_whole(target, sample_text(locale))
    tell(f"{target} is written. Next: guichet org check {target.parent}")


def ask_and_write(target: Path, settings: Path | None, locale: str | None, *, force: bool) -> None:
    """Ask, write `target`, and make `settings` take mail for the town's domain; None leaves them out of it.

    Raises UserError before anything is asked when a file is there and not `force`, or cannot be written.
    """
    asked = read_language(locale) if locale is not None else None
    kept = target.with_name("organisation-answers.json")
    refuse_existing(target, force=force)
    answers = _earlier(kept)
    _keep(kept, answers)  # a folder that cannot be written is told now, not after the last question
    language = asked or read_language(locale_of_the_person("fr"))
    given = dict(answers)
    try:
        if asked is None:
            language = ask_language()
        typer.echo(_SAID["begin"][language])
        if answers:
            typer.echo(_SAID["again"][language])
        for key, answer in _ask_all(language, answers, settings):
            given[key] = answer
            _keep(kept, given)
    except (typer.Abort, EOFError, KeyboardInterrupt):
        typer.echo("")
        if given:
            typer.echo(safe(_SAID["kept"][language].format(file=kept)), err=True)
        else:
            kept.unlink()
        raise typer.Abort from None
    text = first_file(given, language)
    make_room(target, force=force)
    write_whole(target, text)
    domain = given["domain"].strip().lstrip("@").lower()
    if settings is not None and (said := set_domain(settings, domain, language)) is not None:
        tell(said)
    kept.unlink()
    for key in ("default service", "nobody yet", "written"):
        said = _SAID[key][language].format(file=target, domain=domain, service=given["default_service"])
        typer.echo(safe(said))


def refuse_existing(target: Path, *, force: bool) -> None:
    """Raises UserError naming what is there, unless it shall make room."""
    if target.is_dir():
        raise UserError(f"{target} is a directory.")
    if (target.exists() or target.is_symlink()) and not force:
        raise UserError(
            f"{target} exists already. Change it, then guichet org apply; or --force asks for a new one and "
            f"keeps this one as {target.name}.before."
        )


def make_room(target: Path, *, force: bool) -> None:
    """Put a file that is there aside. Raises UserError when it may not be."""
    refuse_existing(target, force=force)
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        tell(f"The old file is {put_aside(target, 'before')}.")


def _ask_all(locale: Locale, earlier: dict[str, str], settings: Path | None) -> Iterator[tuple[str, str]]:
    """The answer to each question, asked again until it can be used."""
    answers: dict[str, str] = {}
    for question in QUESTIONS:
        answers[question.key] = _ask(question, locale, answers, earlier, settings)
        yield question.key, answers[question.key]


def _ask(
    question: Question,
    locale: Locale,
    answers: dict[str, str],
    earlier: dict[str, str],
    settings: Path | None,
) -> str:
    if question.note(locale):
        typer.echo(f"  {question.note(locale)}")
    default = _still(question, locale, answers, earlier) or _default(question, locale, answers, settings)
    while True:
        # An empty default is shown as none, but Enter is an answer all the same.
        answer: str = typer.prompt(question.text(locale), default=default, show_default=bool(default))
        try:
            check_answer(question.key, answer, locale, answers)
        except UserError as wrong:
            typer.echo(f"  {safe(wrong.public)}", err=True)
            continue
        return answer


def _still(question: Question, locale: Locale, answers: dict[str, str], earlier: dict[str, str]) -> str:
    """The answer of last time where it still goes with those before it, else ''.

    A default that was taken as it stood follows what it was made of: mairie@ and the domain.
    """
    kept, before = earlier.get(question.key, ""), {"email": "domain", "default_service": "services"}
    made_of = before.get(question.key)
    if not kept or made_of is None or answers[made_of] == earlier.get(made_of):
        return kept
    if made_of in earlier and kept == _default(question, locale, earlier, None):
        return ""
    try:
        check_answer(question.key, kept, locale, answers)
    except UserError:
        return ""
    return kept


def _default(question: Question, locale: Locale, answers: dict[str, str], settings: Path | None) -> str:
    if question.key == "domain" and settings is not None and settings.exists():
        return load_settings(settings).mail.domains[0]
    if question.key == "email":
        return f"mairie@{answers['domain'].strip().lstrip('@').lower()}"
    if question.key == "default_service":
        return read_list(answers["services"])[0]
    return question.usual(locale)


def ask_language() -> Locale:
    """The language in which everything else is asked."""
    default = locale_of_the_person("fr")
    while True:
        answer = typer.prompt("Langue / Language (fr, en)", default=default).strip().lower()
        if answer in ("fr", "en", "français", "francais", "french", "english", "anglais"):
            return "fr" if answer.startswith("fr") else "en"
        typer.echo("  fr / en", err=True)


def _earlier(kept: Path) -> dict[str, str]:
    """What was answered before an interruption; nothing when there is none, or it cannot be read."""
    known = {question.key for question in QUESTIONS}
    with suppress(OSError, ValueError):
        found = json.loads(kept.read_text(encoding="utf-8"))
        if isinstance(found, dict):
            return {key: value for key, value in found.items() if key in known and isinstance(value, str)}
    return {}


def _keep(kept: Path, answers: dict[str, str]) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True)
    write_whole(kept, json.dumps(answers, ensure_ascii=False, indent=1) + "\n")
