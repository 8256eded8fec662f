"""`guichet init --production`: asks, then writes everything a server needs into a folder, over nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import BinaryIO

import typer
from pydantic import ValidationError

from cli.names import read_language
from cli.present import safe
from cli.town.asking import ask_and_write, ask_language
from cli.town.keeping_aside import read_folder, write_whole
from cli.town.mail_domain import domain_of
from cli.town.organisation import refuse_errors
from cli.town.production.dns import zone
from cli.town.production.mail import (
    caddy,
    key_table,
    make_key,
    opendkim,
    postfix,
    signing_table,
    transport,
)
from cli.town.production.plan import LONGEST_NAME, Plan
from cli.town.production.questions import Asked, asked, read_answer
from cli.town.production.remarks import in_its_language
from cli.town.production.settings import settings_of
from cli.town.production.steps import file_name, steps
from cli.town.production.units import (
    beside_others,
    service_unit,
    sysusers,
    tmpfiles,
    tmpfiles_of_pages,
    town_lines,
)
from cli.town.production.waking import waking_units
from dispatch.check import check_files
from dispatch.check.mail import check_mail
from models.errors import UserError
from models.folding import slug
from models.organisation import Organisation
from models.organisation.values import Locale
from models.settings.settings import Settings
from models.store.durable import write_durably
from models.toml_mistakes import read_toml

_ORGANISATION = Path("organisation.toml")
_SAID: dict[str, dict[Locale, str]] = {
    "town first": {
        "fr": "Il n’y a pas encore d’organisation ici\u00a0: quelques questions sur la commune d’abord.",
        "en": "There is no organisation here yet: a few questions about the town first.",
    },
    "begin": {
        "fr": "Sur le serveur maintenant\u00a0; Entrée garde la réponse entre crochets, « - » l’efface, "
        "Ctrl-C "
        "arrête et garde vos réponses.",
        "en": "Now the server; Enter takes the answer in brackets, “-” clears it, Ctrl-C stops and keeps "
        "your "
        "answers.",
    },
    "kept": {
        "fr": "Vos réponses sont gardées dans {file}\u00a0: guichet init --production reprend où vous en "
        "étiez.",
        "en": "Your answers are kept in {file}: guichet init --production goes on from there.",
    },
    "written": {
        "fr": "Rien n’a été touché ailleurs que dans {folder}. Lisez {folder}/{file}, et faites ce qui y "
        "est.",
        "en": "Nothing was touched outside {folder}. Read {folder}/{file}, and do what it says.",
    },
    "same": {
        "fr": "Tout était déjà là\u00a0: {folder}/{file} dit la suite.",
        "en": "Everything was there already: {folder}/{file} says what is next.",
    },
    "needed": {"fr": "Une réponse est nécessaire.", "en": "An answer is needed."},
    "differs": {
        "fr": "{files} existe déjà, différent\u00a0; rien n’a été écrit. --into nomme un autre dossier.",
        "en": "{files} exists already and differs; nothing was written. --into names another folder.",
    },
}


def write_production(into: Path, locale: str | None, instance: str) -> None:
    """Ask and write. Raises UserError before anything is written when a file there says something else, and
    when the organisation and the answers do not agree.
    """
    if instance and slug(instance) != instance:
        raise UserError(
            f"'{instance[:60]}' is no name of a unit; one looks like {slug(instance) or 'ville'}."
        )
    if len(instance) > LONGEST_NAME:
        raise UserError(
            f"'{instance[:60]}' is too long: the town has a user of that name. "
            f"Characters at most: {LONGEST_NAME}."
        )
    language: Locale = read_language(locale) if locale is not None else ask_language()
    if not _ORGANISATION.exists():
        typer.echo(_SAID["town first"][language])
        ask_and_write(_ORGANISATION, None, language, force=False)
    files = read_folder(_ORGANISATION)
    organisation = _read(files)
    kept = Path("production-answers.json")
    answers = _ask_all(organisation, kept, language)
    plan = Plan.of(answers, language, organisation.town.name, instance)
    made = _made(plan, organisation, _earlier_key(into / _key(plan)))
    place = f"etc/guichet/{instance}/" if instance else "etc/guichet/"
    wanted: dict[str, bytes] = {
        **{name: text.encode() for name, text in made.items()},
        **{f"{place}{name}": content for name, content in files.items()},
    }
    _write(into, wanted, plan)


def _ask_all(organisation: Organisation, kept: Path, language: Locale) -> dict[str, str]:
    administrator = next(
        (agent.emails[0] for agent in organisation.agents if agent.role == "administrator" and agent.emails),
        "",
    )
    questions = asked(domain_of(organisation) or "", str(administrator))
    earlier = _earlier(kept)
    answers: dict[str, str] = dict.fromkeys((each.question.key for each in questions), "")
    _keep(kept, earlier)  # a folder that cannot be written is told now, not after the last question
    typer.echo(_SAID["begin"][language])
    try:
        for each in questions:
            if each.wanted(answers):
                answers[each.question.key] = _ask(each, answers, earlier, language)
                earlier[each.question.key] = answers[each.question.key]
                _keep(kept, earlier)
    except (typer.Abort, EOFError, KeyboardInterrupt):
        typer.echo("")
        typer.echo(safe(_SAID["kept"][language].format(file=kept)), err=True)
        raise typer.Abort from None
    return answers


def _ask(each: Asked, answers: Mapping[str, str], earlier: Mapping[str, str], language: Locale) -> str:
    question = each.question
    if question.note(language):
        typer.echo(f"  {question.note(language)}")
    default = earlier[question.key] if question.key in earlier else each.default(answers)
    while True:
        given: str = typer.prompt(question.text(language), default=default, show_default=bool(default))
        if given.strip() == "-":
            given = ""
        if question.required and not given.strip():
            typer.echo(f"  {_SAID['needed'][language]}", err=True)
            continue
        try:
            return read_answer(each, given, language)
        except UserError as wrong:
            typer.echo(f"  {safe(wrong.public)}", err=True)


def _read(files: dict[str, bytes]) -> Organisation:
    reading = check_files(files)
    refuse_errors(reading.findings)
    assert reading.organisation is not None
    return reading.organisation


def _earlier(kept: Path) -> dict[str, str]:
    with suppress(OSError, ValueError):
        found = json.loads(kept.read_text(encoding="utf-8"))
        if isinstance(found, dict):
            return {key: value for key, value in found.items() if isinstance(value, str)}
    return {}


def _keep(kept: Path, answers: Mapping[str, str]) -> None:
    write_whole(kept, json.dumps(answers, ensure_ascii=False, indent=1) + "\n")


def _made(plan: Plan, organisation: Organisation, earlier_key: str) -> dict[str, str]:
    """Every file by its place in the folder. Raises UserError."""
    try:
        settings = settings_of(plan)
    except ValidationError as wrong:
        raise UserError(" ".join(error["msg"] for error in wrong.errors())) from wrong
    refuse_errors(check_mail(organisation, Settings.model_validate(read_toml(settings.encode()))))
    key = (earlier_key or make_key()) if plan.signs else ""
    beside = "a-ajouter" if plan.locale == "fr" else "to-add"
    unit = "guichet@.service" if plan.instance else "guichet.service"
    folder = f"etc/guichet/{plan.instance}/" if plan.instance else "etc/guichet/"
    files = {
        file_name(plan): steps(plan),
        "dns.zone": zone(plan, key),
        f"{folder}settings.toml": settings,
        f"etc/systemd/system/{unit}": service_unit(plan),
        **{f"etc/systemd/system/{name}": text for name, text in waking_units(plan).items()},
        f"etc/sysusers.d/{plan.folders_of_mail}": sysusers(plan),
        f"{beside}/Caddyfile": caddy(plan),
    }
    if plan.instance:
        files |= {
            f"etc/systemd/system/{plan.unit}.d/town.conf": town_lines(plan),
            "etc/systemd/system/guichet.service.d/towns.conf": beside_others(),
            f"etc/tmpfiles.d/{plan.folders_of_pages}": tmpfiles_of_pages(plan),
        }
    if plan.mail_in == "postfix":
        files |= {
            f"etc/tmpfiles.d/{plan.folders_of_mail}": tmpfiles(plan),
            f"{beside}/main.cf": postfix(plan),
            f"{beside}/transport": transport(plan),
        }
    if plan.signs:
        files |= {
            _key(plan): key,
            f"{beside}/opendkim.conf": opendkim(plan),
            f"{beside}/KeyTable": key_table(plan),
            f"{beside}/SigningTable": signing_table(plan),
        }
    return {name: in_its_language(text, plan.locale) for name, text in files.items()}


def _key(plan: Plan) -> str:
    return f"etc/dkimkeys/{plan.selector}.private"


def _earlier_key(file: Path) -> str:
    """A key that was made before is published perhaps: it stays."""
    with suppress(OSError):
        return file.read_text("ascii")
    return ""


def _write(into: Path, wanted: Mapping[str, bytes], plan: Plan) -> None:
    there = {name: (into / name).read_bytes() for name in wanted if (into / name).exists()}
    differing = [str(into / name) for name, content in there.items() if content != wanted[name]]
    if differing:
        raise UserError(_SAID["differs"][plan.locale].format(files=", ".join(differing)))
    missing = [name for name in wanted if name not in there]
    for name in missing:
        write_durably(into / name, partial(_put, wanted[name]), mode=0o600 if name == _key(plan) else 0o644)
        typer.echo(safe(into / name))
    said = _SAID["written" if missing else "same"][plan.locale]
    typer.echo(safe(said.format(folder=into, file=file_name(plan))))


def _put(content: bytes, out: BinaryIO) -> None:
    out.write(content)
