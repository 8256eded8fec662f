"""A community of communes is no town hall: its letters call it as it is called; its agents sign once."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from dispatch.letters.completion import complete
from dispatch.letters.manners import without_name
from dispatch.notices.details import SetAsideDetails
from dispatch.web.legal.privacy import privacy_page
from models.organisation.town import Town
from models.organisation_files.sample import load_sample
from models.settings.settings import Settings
from tests.rows import in_rows


@in_rows(
    ("name", "called"),
    [
        ("Saint-Exemple", ("la mairie", "de la mairie", "à la mairie")),
        ("Mairie de Saint-Exemple", ("la mairie", "de la mairie", "à la mairie")),
        ("Communauté de communes du Val d’Ambre", ("la communauté", "de la communauté", "à la communauté")),
        ("Métropole d’Exemple", ("la métropole", "de la métropole", "à la métropole")),
        ("SIVOM des Deux Rives", ("le syndicat", "du syndicat", "au syndicat")),
        ("Pays d’Orme, communauté de communes", ("la communauté", "de la communauté", "à la communauté")),
        ("Leff Armor Communauté", ("la communauté", "de la communauté", "à la communauté")),
        ("Exemple Métropole", ("la métropole", "de la métropole", "à la métropole")),
        ("Val d’Ambre Agglo", ("l’agglomération", "de l’agglomération", "à l’agglomération")),
        ("Le Syndicat des Trois-Vallées", ("le syndicat", "du syndicat", "au syndicat")),
        ("Le Syndicat", ("la mairie", "de la mairie", "à la mairie")),
        ("Ville de Saint-Exemple Métropole", ("la mairie", "de la mairie", "à la mairie")),
        ("Agglomération d’Exemple", ("l’agglomération", "de l’agglomération", "à l’agglomération")),
    ],
)
def test_it_is_called_as_its_name_begins(name: str, called: tuple[str, str, str]) -> None:
    assert Town(name=name, default_service="accueil").called == called


TEMPLATES = Path(__file__).parents[2] / "templates"
POSTS = ("Gardien", "Bâtiments communaux", "Saint-Exemple")


@pytest.mark.parametrize(
    ("end", "left"),
    [
        ("Cordialement,\nKarim Benali", "Cordialement,"),
        ("Cordialement,\n\nKarim BENALI\nGardien, bâtiments communaux", "Cordialement,"),
        ("Cordialement,\nKarim\n\nService Bâtiments communaux\nSaint-Exemple", "Cordialement,"),
        ("Voyez le service\nBâtiments communaux", "Voyez le service\nBâtiments communaux"),
        ("Demandez Karim Benali, gardien", "Demandez Karim Benali, gardien"),
    ],
)
def test_what_the_signature_says_again_is_not_said_twice(end: str, left: str) -> None:
    assert without_name(f"Bonjour.\n{end}", "Karim Benali", *POSTS) == f"Bonjour.\n{left}"


@in_rows(
    ("reason", "french"),
    [
        ("nothing proves that its agent wrote it", "rien ne prouve que l’agent l’a écrit"),
        ("it fails a test (dmarc=fail)", "il échoue à un contrôle (dmarc=fail)"),
        ("its agent did not confirm it in time", "l’agent ne l’a pas confirmé à temps"),
    ],
)
def test_administrators_read_in_their_language_why_a_message_waits(reason: str, french: str) -> None:
    details = SetAsideDetails(inbound=1, reason=reason)
    for locale, said in (("fr", french), ("en", reason)):
        told = complete(details, None, None, locale, date(2026, 11, 28))  # type: ignore[arg-type]
        assert isinstance(told, SetAsideDetails) and told.reason == said


@in_rows(
    ("name", "written_to"),
    [
        ("Étampes", "à la mairie d’Étampes,"),
        ("Le Mans", "à la mairie du Mans,"),
        ("Torcy", "à la mairie de Torcy,"),
        ("Communauté de communes du Val d’Ambre", "à la communauté,"),
    ],
)
def test_the_page_on_personal_data_names_the_town_as_people_do(name: str, written_to: str) -> None:
    sample = load_sample()
    town = sample.model_copy(update={"town": sample.town.model_copy(update={"name": name})})
    assert written_to in privacy_page("notice", "fr", town, Settings.model_validate({}))


def test_the_register_of_a_community_says_whose_requests_it_is_about() -> None:
    sample = load_sample()
    named = sample.town.model_copy(update={"name": "Leff Armor Communauté"})
    page = privacy_page(
        "register", "fr", sample.model_copy(update={"town": named}), Settings.model_validate({})
    )
    assert "gestion des demandes adressées à la communauté" in page and "mairie" not in page


def test_no_sentence_of_a_page_takes_every_office_for_a_town_hall() -> None:
    """Sentences of pages know no name: what they call « la mairie » is often a community."""
    pages = [*(TEMPLATES / "web").rglob("texts.*.toml"), *(TEMPLATES / "web" / "dossier").glob("*.html")]
    assert len(pages) >= 6
    said = re.compile(r"\bmairie\b|\btown hall\b", re.IGNORECASE)
    assert {
        page.name: said.findall(page.read_text("utf-8"))
        for page in pages
        if said.search(page.read_text("utf-8"))
    } == {}
