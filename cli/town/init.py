"""`guichet init`: everything a first start needs, in a directory of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.office import Office, now
from cli.present import console
from cli.speaking.words import value
from models.errors import UserError

if TYPE_CHECKING:
    from datetime import datetime

    from models.organisation import Organisation
    from models.organisation.values import Locale

DEFAULT_ORGANISATION = Path("organisation.toml")


def init(
    context: typer.Context,
    sample: Annotated[
        bool,
        typer.Option(
            "--sample/--no-sample", help="Set up the sample town when there is no organisation file."
        ),
    ] = True,
    domain: Annotated[
        str, typer.Option(help="Domain of the town's mail; that of organisation.toml when there is one.")
    ] = "",
    production: Annotated[
        bool,
        typer.Option(
            "--production",
            help="Ask about the server and write, beside, its settings, units and the records to publish.",
        ),
    ] = False,
    into: Annotated[
        Path | None,
        typer.Option(
            help="With --production: folder to write into; production by default.", metavar="FOLDER"
        ),
    ] = None,
    instance: Annotated[
        str,
        typer.Option(
            help="With --production: name of this town among several of one machine.", metavar="NAME"
        ),
    ] = "",
    locale: Annotated[
        str | None,
        typer.Option(
            help="Language of the remarks in the files: fr or en; that of the town, else of this terminal. "
            "With --production it is asked."
        ),
    ] = None,
) -> None:
    """Make settings.toml, the keys, the database and a first organisation; what is there already stays."""
    if production:
        from cli.town.production.write import write_production

        return write_production(into or Path("production"), locale, instance)
    if into is not None or instance:
        raise UserError("--into and --instance go with --production.")
    from cli.names import language_of_files, read_language
    from cli.speaking.explaining import explained_settings
    from cli.town.mail_domain import domain_of, mail_of
    from models.organisation_files.answers import check_answer

    asked = read_language(locale) if locale is not None else None
    path = context.obj.file_to_make
    if not path.exists():
        town = _read_organisation(DEFAULT_ORGANISATION) if DEFAULT_ORGANISATION.exists() else None
        wanted = domain.strip().lstrip("@").lower() or (domain_of(town) if town else None) or "ville.test"
        check_answer("domain", wanted)
        spoken = asked or (town.town.locale if town else language_of_files())
        path.write_text(explained_settings(spoken, {"mail": mail_of(wanted)}), encoding="utf-8")
        console().print(f"Wrote {path}: every setting, explained.")
        console().print(
            'agents.proof is "confirm": an agent\'s mail that nothing proves waits until they confirm it. '
            "What proves a mail: guichet doctor mail-auth."
        )
    for line in set_up(context.obj.office, sample=sample, locale=asked or language_of_files()):
        console().print(line)
    return None


def set_up(
    office: Office, *, sample: bool = True, at: datetime | None = None, locale: Locale = "en"
) -> list[str]:
    """Make what is missing; one sentence for each thing made. `at`: when the organisation is applied;
    `locale`: of the remarks in the sample's file.
    """
    from cli.town.organisation import refuse_errors
    from dispatch.check.mail import check_mail
    from models.signing.keys import make_keys
    from models.store import schema
    from models.store.file_marker import settle_marker
    from models.store.organisations import apply, newest_version

    settings, said = office.settings, []
    files = (settings.files_dir,) if settings.files.store == "directory" else ()
    for directory in (settings.data_dir, *files, settings.outgoing_dir):
        directory.mkdir(parents=True, exist_ok=True)
    settings.data_dir.chmod(0o700)
    if not settings.reply_keys_file.exists():
        make_keys(settings.reply_keys_file)
        said.append(f"Made the keys of the reply addresses: {settings.reply_keys_file} (keep a copy).")
    if not settings.audit_key_file.exists():
        from models.signing.notes import NoteSigner
        from models.store.chain.checkpoint import origin_of

        made = NoteSigner.make(settings.audit_key_file, origin_of(settings.mail.domains[0]))
        said.append(
            f"Made the key that signs the traces: {settings.audit_key_file}. "
            f"Write this down where nobody changes it: {made.verifier}"
        )
    database = office.database_as_is
    if schema.current_revision(database) is None:
        schema.upgrade(database)
        said.append(f"Made the database: {database.shown_url}")
    schema.require_current(database)
    settle_marker(database, office.files)
    with database.transaction() as session:
        if newest_version(session) is None:
            if not settings.organisation_file.exists() and sample:
                settings.organisation_file.write_text(
                    _sample_for(settings.mail.domains, locale), encoding="utf-8"
                )
                said.append(
                    f"Wrote {settings.organisation_file}: the sample town of Saint-Exemple-sur-Loire. "
                    f"Make it yours, then: guichet org apply"
                )
            if settings.organisation_file.exists():
                organisation = _read_organisation(settings.organisation_file)
                refuse_errors(check_mail(organisation, settings))
                apply(session, organisation, by=office.actor, note="guichet init", now=at or now())
                said.append(f"Applied the organisation: {_counted(organisation)}.")
    return said or ["Everything was there already."]


def _counted(organisation: Organisation) -> str:
    """What it holds: `6 services, 1 building, …`."""
    parts = ("service", "building", "agent", "rule")
    counts = [(len(getattr(organisation, f"{part}s")), part) for part in parts]
    return ", ".join(
        f"{count} {value('count', part + ('s' if count != 1 else ''))}" for count, part in counts
    )


def _sample_for(domains: tuple[str, ...], locale: Locale) -> str:
    """The sample town with its mailboxes where the settings take mail."""
    from models.organisation_files.sample import sample_text

    text = sample_text(locale)
    return text if "ville.test" in domains else text.replace("ville.test", domains[0])


def _read_organisation(path: Path) -> Organisation:
    from cli.town.keeping_aside import read_folder
    from cli.town.organisation import refuse_errors
    from dispatch.check import check_files

    reading = check_files(read_folder(path))
    refuse_errors(reading.findings)
    assert reading.organisation is not None
    return reading.organisation
