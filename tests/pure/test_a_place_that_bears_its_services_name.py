"""A building whose service is called as it is (the swimming pool) says where a message belongs."""

from __future__ import annotations

from dispatch.rules.explain import explain
from dispatch.rules.route import compile_rules
from models.organisation import Organisation
from tests.pure.test_what_a_message_is_about import sent
from tests.rows import in_rows

INDEX = compile_rules(
    Organisation.model_validate(
        {
            "town": {"name": "Val d’Ambre", "default_service": "accueil"},
            "services": [
                {"key": "accueil", "name": "Accueil", "themes": ["actes"]},
                {"key": "dechets", "name": "Déchets", "themes": ["collecte", "depots"]},
                {"key": "piscine", "name": "Piscine des Deux Rives", "aliases": ["piscine"], "themes": ["sport"]},
                {"key": "batiments", "name": "Bâtiments", "themes": ["panne-batiment"]},
            ],
            "buildings": [
                {"key": "bassins", "name": "Centre des Deux Rives", "aliases": ["la piscine"], "service": "piscine"},
                {"key": "halle", "name": "Halle Guimard", "service": "batiments"},
            ],
        }
    )
)  # fmt: skip


@in_rows(
    ("subject", "text", "service"),
    [
        ("Piscine", "Peut-on payer avec des chèques à la piscine ?", "piscine"),
        ("Merci", "Un grand merci à l’équipe de la piscine pour l’anniversaire de mon fils.", "piscine"),
        # Who keeps a building is not who answers for it, and a landmark is no matter.
        ("Halle", "Peut-on payer avec des chèques à la halle Guimard ?", "accueil"),
        ("Poubelle", "Ma poubelle n’a pas été ramassée, devant la piscine.", "dechets"),
        ("Question", "J’habite en face de la piscine. À qui dois-je parler de ma retraite ?", "accueil"),
    ],
)
def test_the_service_that_is_called_as_the_place_answers_for_it(
    subject: str, text: str, service: str
) -> None:
    assert sent(text, subject, index=INDEX).service == service


@in_rows(
    ("subject", "text", "said"),
    [
        ("Halle", "Peut-on payer avec des chèques à la halle Guimard ?", "sans porter son nom"),
        ("Question", "J’habite en face de la piscine. À qui dois-je parler de ma retraite ?", "qu’un repère"),
        ("Question", "À qui dois-je parler de ma retraite ?", "rien d’autre ne disait quel service →"),
    ],
)
def test_it_is_told_why_the_service_of_a_building_was_not_chosen(subject: str, text: str, said: str) -> None:
    decision = sent(text, subject, index=INDEX)
    told = list(explain(decision.steps, INDEX.organisation, locale="fr"))
    assert decision.service == "accueil"
    assert any(said in line and "service accueil" in line for line in told), told
