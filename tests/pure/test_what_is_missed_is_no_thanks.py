"""« Je n'ai plus d'eau » is no thanks, « je n'ai plus de fuite » is."""

from __future__ import annotations

from intake.words.gratitude import feeling_of
from tests.rows import in_rows


@in_rows(
    "missed",
    [
        "Je n'ai plus d'eau",
        "Bonjour, nous n'avons plus de chauffage.",
        "Je n'ai plus de lumière, merci",
        "Nous n'avons plus de place de parking. Merci",
        "Je n'ai plus de carte de cantine. Merci",
        "Je n'ai plus la clé, merci",
        "Elle n'a plus d'électricité",
        "On n'a plus internet, merci",
        "Je n'ai même plus d'eau, merci",
        "Ils n'ont plus de gaz. Merci",
        "Nous n'avons plus accès à la cave. Merci.",
        "Il n'y a plus de lumière dans la rue, merci",
        "Je n'ai plus aucune nouvelle, merci",
    ],
)
def test_a_service_that_is_missed_is_not_solved(missed: str) -> None:
    assert feeling_of(missed) == "not_solved"


@in_rows(
    "missed",
    [
        "J'ai plus de chauffage merci",
        "Il y a plus d'eau chaude, merci",
        "Plus de chauffage depuis hier, merci",
        "Plus d'eau. Merci",
        "Je ne peux plus rentrer chez moi. Merci",
        "Nous ne recevons plus le bulletin. Merci",
        "La porte ne tient plus. Merci",
        "L'eau n'est plus chaude, merci",
        "Le bus ne passe plus, merci",
        "On a plus d’eau",
        "Y a plus de lumière",
        "Ma mère n'avait plus de courant hier, merci",
        "Nous n'avions plus de chauffage mais c'est revenu",
    ],
)
def test_what_may_be_missed_is_read_by_somebody(missed: str) -> None:
    assert feeling_of(missed) == "other"


@in_rows(
    "gone",
    [
        "Je n'ai plus de fuite, merci",
        "Nous n'avons plus de bruit, merci !",
        "Je n'ai plus d'odeur. Merci",
        "Merci, il n'y a plus de rats",
        "Merci, je n'ai plus aucun souci",
        "Nous n'avons plus eu de panne, merci beaucoup",
        "Merci, ça n'a plus coulé",
        "On n'a plus de moustiques, merci",
        "Merci, je n'ai plus de questions",
        "Je n'ai plus qu'à vous remercier",
        "Le lampadaire ne clignote plus, merci",
        "Ça ne sent plus mauvais, merci",
        "Nous n'avions plus de chauffage, c'est revenu. Merci",
        "On n'avait plus internet, il est revenu, merci beaucoup",
    ],
)
def test_a_trouble_that_is_gone_is_thanks(gone: str) -> None:
    assert feeling_of(gone) == "thanks"
