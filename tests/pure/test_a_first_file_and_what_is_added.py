"""The first organisation.toml: one question for the domain, remarks in the town's language, room for all that
is documented.
"""

from __future__ import annotations

import re
import textwrap
import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from cli.speaking.explaining import settings_text
from dispatch.check import check_files
from dispatch.check.mail import check_mail
from models.errors import UserError
from models.organisation import Organisation
from models.organisation.values import Locale
from models.organisation.versions import OrganisationStore
from models.organisation_files.answers import organisation_from
from models.organisation_files.first_file import first_file
from models.organisation_files.keeping import write_over
from models.organisation_files.reading import MAIN
from models.organisation_files.sample import load_sample, sample_text
from models.organisation_files.slips import read_list, read_person, read_stretches, read_zone
from models.organisation_files.writing import write_organisation
from models.settings.file import load_settings
from models.settings.settings import Settings
from tests.pure.test_organisation_commands import MemoryStore, run
from tests.rows import in_rows

DOCS = Path(__file__).parents[2] / "docs"
ANSWERS = {"administrator": "Marie Petit <marie.petit@agents.ville.test>"}
_PART = re.compile(
    r"\[\[(services|buildings|agents|request_types|workflows|rules|answers|partners|officials|town\.opening_hours)\]\]"
)


def documented() -> list[tuple[str, str]]:
    """Every example of any page that is a part of an organisation, with its page."""
    found = []
    for path in sorted(DOCS.rglob("*.md")):
        page, text = path.name, path.read_text(encoding="utf-8")
        for fenced in re.findall(r"(?ms)^( *)```toml\n(.*?)^\1```", text):
            plain = textwrap.dedent(fenced[1])
            if _PART.search(plain):
                found.append((page, plain.strip() + "\n"))
        for block in re.findall(r"(?:^    .*\n|^\n(?=    ))+", text, re.MULTILINE):
            for part in re.split(r"(?m)^    (?=\[\[(?!workflows\.))", block):
                plain = textwrap.dedent("    " + part if part.startswith("[[") else part)
                if _PART.match(plain.strip()):
                    found.append((page, plain.strip() + "\n"))
    return found


def test_everything_documented_can_be_added_to_a_fresh_file() -> None:
    text = first_file(ANSWERS)
    examples = documented()
    assert len(examples) >= 9
    # Whoever is added next writes from where the administrator does, and no title stands twice.
    assert 'emails = ["marie.durand@agents.ville.test"]' in text and text.count("# --- Agents ---") == 1
    for _, example in examples:
        text += "\n" + example
        read = tomllib.loads(text)
        assert read["town"]["name"]
    reading = check_files({MAIN: text.encode()})
    assert [str(each) for each in reading.findings] == []
    assert reading.organisation is not None


def documented_settings() -> list[tuple[str, str]]:
    """Every other TOML example of any page: settings."""
    return [
        (path.name, textwrap.dedent(example))
        for path in (*sorted(DOCS.rglob("*.md")), DOCS.parent / "README.md")
        for _, example in re.findall(r"(?ms)^( *)```toml\n(.*?)^\1```", path.read_text(encoding="utf-8"))
        if not _PART.search(example) and "[town]" not in example
    ]


def test_every_documented_setting_is_taken(tmp_path: Path) -> None:
    examples = documented_settings()
    assert len(examples) >= 8
    for page, example in examples:
        (tmp_path / "settings.toml").write_text(example, encoding="utf-8")
        try:
            load_settings(tmp_path / "settings.toml")
        except UserError as wrong:
            raise AssertionError(f"{page}: {wrong.public}\n{example}") from wrong


def test_every_service_of_a_fresh_file_looks_after_something() -> None:
    organisation = Organisation.model_validate(tomllib.loads(first_file(ANSWERS)))
    assert all(service.themes for service in organisation.services)


def test_an_answer_that_cannot_be_used_is_asked_again_and_the_others_stay(tmp_path: Path) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text('# les nôtres\n[mail]\n# à garder\nsender_name = "Torcy"\n', encoding="utf-8")
    answers = [
        "de", "fr", "", "Torcy", "corse", "", "1 rue X", "12", "01 99 00 10 00", "torcy", "torcy.test", "",
        "midi", "9h-12h", "Accueil, accueil", "Accueil, Voirie", "cantine", "", "", "Zoé",
        "zoe@agents.torcy.test",
        "Zoé B <zoe@agents.torcy.test>",
    ]  # fmt: skip
    from cli.town.organisation import build_org_app

    app = build_org_app(MemoryStore, settings_file=lambda: settings)
    done = CliRunner().invoke(app, ["init", str(tmp_path)], input="\n".join(answers) + "\n")
    assert done.exit_code == 0, done.output
    reading = check_files({MAIN: (tmp_path / MAIN).read_bytes()})
    assert reading.findings == () and reading.organisation is not None
    town = reading.organisation.town
    assert (town.name, town.phone, town.email) == ("Torcy", "+33199001000", "mairie@torcy.test")
    mail = load_settings(settings).mail
    assert (mail.domains, mail.reply_address) == (("torcy.test",), "demandes@torcy.test")
    assert mail.addresses == ("mairie@torcy.test",)
    assert "# à garder" in settings.read_text(encoding="utf-8") and mail.sender_name == "Torcy"
    assert CliRunner().invoke(app, ["check", str(tmp_path)]).exit_code == 0
    for said in (
        "n’est pas un domaine", "n’est pas un numéro", "est aucune de ces régions", "n’est aucun de ces",
        "il faut un nom et une adresse", "les heures d’ouverture s’écrivent", "chacun le sien",
        "communauté, d’une agglomération",
    ):  # fmt: skip
        assert said in done.output, said
    assert "is not" not in done.output, "the questions were asked in French"
    assert sorted(path.name for path in tmp_path.iterdir()) == [MAIN, "settings.toml"]


def asked(tmp_path: Path, *answers: str, options: tuple[str, ...] = (), settings: str = "") -> Result:
    """`org init` in `tmp_path` with those answers; the end of input is Ctrl-D."""
    from cli.town.organisation import build_org_app

    path = tmp_path / "settings.toml"
    if settings:
        path.write_text(settings, encoding="utf-8")
    app = build_org_app(MemoryStore, settings_file=lambda: path)
    return CliRunner().invoke(
        app, ["init", str(tmp_path), *options], input="".join(f"{a}\n" for a in answers)
    )


def test_an_interrupted_init_goes_on_where_it_was(tmp_path: Path) -> None:
    first = asked(tmp_path, "fr", "Torcy", "reunion", "1 rue X", "02 69 05 00 12")
    assert first.exit_code == 1
    assert "organisation-answers.json" in first.output and not (tmp_path / MAIN).exists()
    again = asked(
        tmp_path, "fr", "", "", "", "", "torcy.test", "", "", "Accueil", "", "", "Zoé <zoe@a.torcy.test>"
    )
    assert again.exit_code == 0, again.output
    organisation = check_files({MAIN: (tmp_path / MAIN).read_bytes()}).organisation
    assert organisation is not None
    assert (organisation.town.name, organisation.town.phone) == ("Torcy", "+262269050012")
    assert not (tmp_path / "organisation-answers.json").exists()


def test_a_default_that_was_taken_follows_what_it_was_made_of(tmp_path: Path) -> None:
    asked(tmp_path, "fr", "Torcy", "", "", "", "", "", "", "Accueil, Voirie", "Voirie")
    again = asked(
        tmp_path, "fr", "", "", "", "", "torcy.test", "", "", "Mairie", "", "", "Zoé <zoe@a.torcy.test>"
    )
    assert again.exit_code == 0, again.output
    organisation = check_files({MAIN: (tmp_path / MAIN).read_bytes()}).organisation
    assert organisation is not None
    assert organisation.town.email == "mairie@torcy.test", (
        "and not mairie@ville.test, offered for the first domain"
    )
    assert organisation.town.default_service == "mairie", "Voirie is no service any more"


def test_an_existing_file_is_told_before_anything_is_asked_and_never_lost(tmp_path: Path) -> None:
    (tmp_path / MAIN).write_text("# à nous", encoding="utf-8")
    refused = asked(tmp_path)
    assert isinstance(refused.exception, UserError) and "exists already" in refused.exception.public
    assert "Langue" not in refused.output
    answers = ("Torcy", "", "", "", "", "", "", "Accueil", "", "", "Zoé <zoe@a.torcy.test>")
    done = asked(tmp_path, *answers, options=("--force", "--locale", "en"))
    assert done.exit_code == 0, done.output
    assert "Name of the town" in done.output and "Langue" not in done.output
    assert (tmp_path / f"{MAIN}.before").read_text(encoding="utf-8") == "# à nous"


def test_the_domain_offered_is_that_of_the_settings(tmp_path: Path) -> None:
    settings = '[mail]\ndomains = ["torcy.test"]\naddresses = []\nreply_address = "d@torcy.test"\n'
    answers = ("Torcy", "", "", "", "", "", "", "Accueil, Voirie", "Voirie", "", "Zoé <zoe@a.torcy.test>")
    done = asked(tmp_path, *answers, options=("--locale", "fr"), settings=settings)
    assert done.exit_code == 0, done.output
    organisation = check_files({MAIN: (tmp_path / MAIN).read_bytes()}).organisation
    assert organisation is not None
    assert [service.mailboxes for service in organisation.services] == [
        ("accueil@torcy.test",),
        ("voirie@torcy.test", "mairie@torcy.test"),
    ]
    assert "«\u00a0Voirie\u00a0» trie" in done.output


def test_the_administrator_is_given_no_request_by_turns_and_is_told_of_all(tmp_path: Path) -> None:
    organisation = Organisation.model_validate(tomllib.loads(first_file(ANSWERS)))
    (administrator,) = organisation.agents
    assert administrator.services == ()
    assert all(organisation.managers_of(each.key) == (administrator,) for each in organisation.services)
    assert check_files({MAIN: first_file(ANSWERS).encode()}).findings == ()


def test_no_building_is_proposed_whose_name_is_that_of_a_street(tmp_path: Path) -> None:
    assert Organisation.model_validate(tomllib.loads(first_file(ANSWERS))).buildings == ()


@in_rows(
    ("name", "signed"),
    [("Torcy", "de Torcy"), ("Évry", "d’Évry"), ("Le Mans", "du Mans"), ("Les Ulis", "des Ulis")],
)
def test_letters_are_signed_in_french(name: str, signed: str) -> None:
    organisation = Organisation.model_validate(tomllib.loads(first_file({**ANSWERS, "name": name})))
    assert organisation.town.signature.fr == f"La mairie {signed}"


def test_settings_that_refuse_the_towns_mail_are_told_with_the_two_lines(tmp_path: Path) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text(settings_text(), encoding="utf-8")
    (tmp_path / MAIN).write_text(sample_text().replace("@ville.test", "@torcy.test"), encoding="utf-8")
    from cli.town.organisation import build_org_app

    app = build_org_app(MemoryStore, settings_file=lambda: settings)
    done = CliRunner().invoke(app, ["check", str(tmp_path)])
    assert done.exit_code == 1
    said = " ".join(done.output.split())
    assert 'domains = ["torcy.test"]' in said and 'reply_address = "demandes@torcy.test"' in said


def test_a_mailbox_that_is_fetched_needs_no_domain_of_ours() -> None:
    town = load_sample()
    elsewhere = town.services[0].model_copy(update={"mailboxes": ("mairie@example.org",)})
    organisation = town.model_copy(update={"services": (elsewhere, *town.services[1:])})
    settings = load_settings(None)
    assert [each.severity for each in check_mail(organisation, settings)] == ["error"]
    door = {
        "name": "a",
        "host": "h",
        "username": "u",
        "password_file": "p",
        "recipient": "mairie@example.org",
    }
    checked = Settings.model_validate({"doors": {"imap": [door]}})
    assert check_mail(organisation, checked) == ()


# --- People at our own domain ------------------------------------------------------------------------------


def at_our_door(organisation: Organisation, **changes: object) -> list[tuple[str, str]]:
    """What is said when our door listens to the world, unless `changes` say otherwise."""
    given: dict[str, Any] = {"doors": {"smtp": {"host": "0.0.0.0"}}, **changes}  # a setting
    return [
        (each.severity, each.message) for each in check_mail(organisation, Settings.model_validate(given))
    ]


def with_lucie(address: str = "lucie@ville.test") -> Organisation:
    town = load_sample()
    lucie = town.agents[0].model_copy(update={"emails": (address,)})
    return town.model_copy(update={"agents": (lucie, *town.agents[1:])})


def test_an_agent_at_a_domain_whose_mail_comes_to_our_door_is_refused_with_what_to_do() -> None:
    ((severity, said),) = at_our_door(with_lucie())
    assert severity == "error"
    for words in ("lucie@ville.test", "550", '"demandes.ville.test"', 'shared_domains = ["ville.test"]'):
        assert words in said
    assert at_our_door(load_sample()) == []


def test_where_the_mail_of_the_domain_comes_is_what_makes_it_sure() -> None:
    shared: dict[str, Any] = {"shared_domains": ["ville.test"]}
    assert at_our_door(with_lucie(), mail=shared) == []
    for doors in ({}, {"smtp": {"host": "::1"}}, {"smtp": {"enabled": False}, "lmtp": {"enabled": True}}):
        assert [each for each, _ in at_our_door(with_lucie(), doors=doors)] == ["warning"], doors
    fetched = {"name": "a", "host": "h", "username": "u", "password_file": "p", "recipient": "m@ville.test"}
    assert at_our_door(with_lucie(), doors={"imap": [fetched]}) == []


def test_an_address_that_guichet_itself_takes_would_come_back() -> None:
    ((severity, said),) = at_our_door(
        with_lucie("boite@ville.test"), doors={}, mail={"addresses": ["boite@ville.test"]}
    )
    assert severity == "error" and "come back" in said
    ((severity, said),) = at_our_door(with_lucie(), mail={"catch_all": True})
    assert severity == "error" and "taken for a new request" in said


def test_many_people_at_our_domain_are_one_finding_and_who_left_is_none() -> None:
    town = load_sample()
    agents = tuple(
        each.model_copy(update={"emails": (f"{each.key}@ville.test",), "closed": number == 0})
        for number, each in enumerate(town.agents)
    )
    ((_, said),) = at_our_door(town.model_copy(update={"agents": agents}))
    assert f"and {len(agents) - 4} more have no mailbox" in said
    assert agents[0].key not in said


def test_an_address_shown_to_citizens_must_be_one_where_mail_is_taken() -> None:
    town = load_sample()
    shown = town.model_copy(update={"town": town.town.model_copy(update={"email": "contact@ville.test"})})
    ((severity, said),) = at_our_door(shown)
    assert severity == "error" and said.startswith(
        "People are shown contact@ville.test, and it has no mailbox"
    )


@in_rows(
    ("shown", "taken"),
    [
        ("contact@torcy.test", {"accueil@torcy.test", "mairie@torcy.test", "contact@torcy.test"}),
        ("contact@elsewhere.test", {"accueil@torcy.test", "mairie@torcy.test"}),
        ("", {"accueil@torcy.test", "mairie@torcy.test"}),
    ],
)
def test_what_is_written_to_the_address_shown_to_citizens_is_taken_by_whoever_sorts(
    shown: str, taken: set[str]
) -> None:
    given = {"name": "Torcy", "domain": "torcy.test", "email": shown, "services": "Accueil, Voirie"}
    first, second = organisation_from(given).services
    assert (set(first.mailboxes), second.mailboxes) == (taken, ("voirie@torcy.test",))


def test_an_office_that_is_no_town_hall_signs_with_its_own_name() -> None:
    made = organisation_from({"name": "Communauté de communes du Val", "domain": "val.test"})
    assert made.town.signature.fr == "Communauté de communes du Val"


def test_a_shared_domain_is_one_of_ours() -> None:
    with pytest.raises(ValueError, match=r"is none of mail\.domains"):
        Settings.model_validate({"mail": {"shared_domains": ["torcy.test"]}})


# --- Commands and files ------------------------------------------------------------------------------------


def applied(tmp_path: Path) -> MemoryStore:
    store = MemoryStore()
    (tmp_path / MAIN).write_text("# à nous\n" + sample_text(), encoding="utf-8")
    run(store, "org", "apply", str(tmp_path), "--yes")
    return store


def add_leo(store: OrganisationStore) -> None:
    assert isinstance(store, MemoryStore)
    run(store, "agents", "add", "name=Léo Blanc", 'emails=["leo@agents.ville.test"]', 'services=["voirie"]')


def test_files_do_not_undo_what_commands_did_unless_told_to(tmp_path: Path) -> None:
    store = applied(tmp_path)
    add_leo(store)
    with pytest.raises(UserError, match=r"would undo: agent leo-blanc.*org export.*--take-back"):
        run(store, "org", "apply", str(tmp_path), "--yes")
    assert store.current() != load_sample()
    run(store, "org", "apply", str(tmp_path), "--yes", "--take-back")
    assert store.current() == load_sample()
    # From here on the files are what is in force.
    assert "No change." in run(store, "org", "apply", str(tmp_path), "--yes")


def test_an_export_brings_commands_into_the_files_and_remarks_stay(tmp_path: Path) -> None:
    store = applied(tmp_path)
    add_leo(store)
    run(store, "agents", "edit", "marc-durand", "deputy=leo-blanc")
    run(store, "org", "export", str(tmp_path))
    text = (tmp_path / MAIN).read_text(encoding="utf-8")
    assert text.startswith("# à nous\n") and "# --- Rules: looked at in this order" in text
    assert "No change." in run(store, "org", "apply", str(tmp_path), "--yes")
    # What the file changes elsewhere is no undoing.
    (tmp_path / MAIN).write_text(
        text.replace('phone = "01 99 00 10 20"', 'phone = "01 99 00 10 21"'), "utf-8"
    )
    assert "is in force" in run(store, "org", "apply", str(tmp_path), "--yes")


def test_a_sheet_beside_the_file_is_put_aside_by_an_export(tmp_path: Path) -> None:
    store = applied(tmp_path)
    (tmp_path / "buildings.csv").write_text("nom;service\nDojo;batiments\n", encoding="utf-8")
    run(store, "org", "apply", str(tmp_path), "--yes")
    add_leo(store)
    run(store, "org", "export", str(tmp_path))
    assert not (tmp_path / "buildings.csv").exists()
    assert "No change." in run(store, "org", "apply", str(tmp_path), "--yes")


def test_remarks_beside_the_values_of_a_changed_part_stay() -> None:
    text = first_file(ANSWERS).replace('key = "voirie"', 'key = "voirie" # la clé', 1)
    organisation = Organisation.model_validate(tomllib.loads(text))
    services = tuple(
        each.model_copy(update={"phone": "+33199001000"}) if each.key == "voirie" else each
        for each in organisation.services
    )
    changed = organisation.model_copy(update={"services": services})
    kept = write_over(text, changed)
    assert "# la clé" in kept and "# [[rules]]" in kept
    assert Organisation.model_validate(tomllib.loads(kept)) == changed


def test_a_file_in_which_people_are_named_by_their_names_keeps_its_remarks() -> None:
    town = load_sample()
    key, name = next((each.deputy, town.agent(each.deputy).name) for each in town.agents if each.deputy)
    assert f'deputy = "{key}"' in sample_text()
    text = sample_text().replace(f'deputy = "{key}"', f'deputy = "{name}"  # depuis mai')
    signed = town.town.model_copy(update={"postal_address": "3 rue du Lavoir"})
    kept = write_over(text, town.model_copy(update={"town": signed}))
    assert f'deputy = "{name}"  # depuis mai' in kept
    assert kept.count("#") == text.count("#") and 'postal_address = "3 rue du Lavoir"' in kept


@in_rows("order", [(1, 0), (0,), ()])
def test_any_new_order_or_removal_reads_back_as_it_is(order: tuple[int, ...]) -> None:
    town = load_sample()
    rules = tuple(town.rules[at] for at in order)
    changed = town.model_copy(update={"rules": rules})
    assert Organisation.model_validate(tomllib.loads(write_over(sample_text(), changed))) == changed


def test_a_file_that_cannot_be_taken_apart_is_written_anew() -> None:
    town = load_sample()
    assert write_over('town = { name = "X", default_service = "a" }\n', town) == write_organisation(town)
    assert write_over("not toml", town) == write_organisation(town)


@in_rows(
    "written",
    [
        "08:30-12:00, 13:30-17:30", "8h30-12h 13h30-17h30", "8h30 à 12h et 13h30 à 17h30", "8.30 - 12 ; 13.30 - 17.30",
        "8:30am-12pm and 1:30pm-5:30pm", "from 8:30 am to noon, from 1:30 pm to 5:30 pm", "de 8h30 à midi, de 13h30 à 17h30",
        "8:30–12:00 / 13:30–17:30",
    ],
)  # fmt: skip
def test_opening_hours_are_read_as_people_write_them_in_both_languages(written: str) -> None:
    assert read_stretches(written) == [("08:30", "12:00"), ("13:30", "17:30")]


@in_rows(
    "written",
    ["", "le matin", "12h-9h", "9h", "25h-26h", "9h-12h, 11h-17h", "9-17-18", "13pm-15pm", "9:75-10:00"],
)
def test_what_is_no_row_of_hours_is_refused(written: str) -> None:
    with pytest.raises(UserError, match="08:30-12:00"):
        read_stretches(written)


@in_rows(
    "written",
    [
        "Jane Doe <jane@agents.ville.fr>", "Jane Doe jane@agents.ville.fr", "jane@agents.ville.fr Jane Doe",
        "Jane Doe, jane@agents.ville.fr", "jane@agents.ville.fr (Jane Doe)", "« Jane Doe » <jane@agents.ville.fr>",
        "Jane Doe - mail: jane@agents.ville.fr",
    ],
)  # fmt: skip
def test_a_person_is_read_with_name_and_address_in_whatever_order(written: str) -> None:
    assert read_person(written) == ("Jane Doe", "jane@agents.ville.fr")


@in_rows("written", ["Jane Doe", "a@ville.fr b@ville.fr", ""])
def test_no_person_or_two_are_refused(written: str) -> None:
    with pytest.raises(UserError):
        read_person(written)


def test_lists_and_zones_are_read_as_people_write_them() -> None:
    assert read_list("Accueil; Voirie et réseaux | Écoles,") == ["Accueil", "Voirie et réseaux", "Écoles"]
    assert [read_zone(each) for each in ("La Réunion", "Mainland France", "Métropole", "Alsace", "Corse")] == [
        "reunion", "metropole", "metropole", "alsace-moselle", "corse",
    ]  # fmt: skip


@in_rows("locale", ["fr", "en"])
def test_the_services_of_enter_are_of_the_language_and_look_after_the_same_themes(locale: Locale) -> None:
    answers = {
        "name": "Saltford",
        "domain": "saltford.test",
        "administrator": "Jane Doe jane@agents.saltford.test",
    }
    made = organisation_from(answers, locale)
    assert made.services[0].name == ("Reception" if locale == "en" else "Accueil")
    french = organisation_from(answers, "fr")
    assert [each.themes for each in made.services] == [each.themes for each in french.services]
    assert sum(len(each.themes) for each in made.services) == 40
