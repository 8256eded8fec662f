"""A street that is called as whoever asks stays in words that name nobody; whoever stands beside it does not."""

from __future__ import annotations

import pytest

from dispatch.people.unnamed.striking import STRUCK, without_people

ROSE, LAMBERT = "Jeanne Rose", "Victor Lambert"

#: Who asked, what was written, and what is read of it by those who must not know who asks; * stands for a gap.
STRUCK_OUT = (
    (ROSE, "Mme Rose, allée des Lilas, demande un bac.", "*, allée des Lilas, demande un bac."),
    (ROSE, "Madame Rose a appelé ce matin.", "* a appelé ce matin."),
    (ROSE, "Cordialement, Jeanne Rose", "Cordialement, *"),
    (ROSE, "Jeanne Rose habite allée des Roses.", "* habite allée des Roses."),
    (ROSE, "Voir avec la famille Rose au 12 rue des Lilas.", "Voir avec la * au 12 rue des Lilas."),
    (ROSE, "Rose Jeanne, 12 allée des Roses", "*, 12 allée des Roses"),
    (LAMBERT, "M. Lambert attend rue de la Gare.", "* attend rue de la Gare."),
    (LAMBERT, "Victor Lambert, 8 rue Victor Hugo", "*, 8 rue Victor Hugo"),
    (LAMBERT, "M. Lambert, 4 rue Victor Lambert", "*, 4 rue Victor Lambert"),
    (LAMBERT, "Devant chez Lambert, rue Pasteur", "Devant chez *, rue Pasteur"),
    (LAMBERT, "Rue Pasteur, Lambert m’a dit non.", "Rue Pasteur, * m’a dit non."),
    (ROSE, "Dans la rue, Mme Rose est tombée.", "Dans la rue, * est tombée."),
    (ROSE, "La place de Mme Rose est prise.", "La place de * est prise."),
    (LAMBERT, "Avenue Foch : Lambert est absent.", "Avenue Foch : * est absent."),
    (LAMBERT, "LAMBERT Victor, 12 bis rue des Roses", "*, 12 bis rue des Roses"),
    (ROSE, "Au 12 rue Pasteur chez Mme Rose.", "Au 12 rue Pasteur chez *."),
    (LAMBERT, "La rue est bloquée par la voiture de Lambert.", "La rue est bloquée par la voiture de *."),
    (LAMBERT, "Chemin faisant, Lambert a vu le trou.", "Chemin faisant, * a vu le trou."),
    (ROSE, "12 rue Pasteur\nJeanne Rose", "12 rue Pasteur\n*"),
    (LAMBERT, "Monsieur Victor Lambert, avenue Lambert", "*, avenue Lambert"),
)
#: Who asked, and words in which nobody stands.
STAYS = (
    (ROSE, "Un banc est cassé allée des Roses."),
    (ROSE, "Allée de la Rose, un nid-de-poule."),
    (ROSE, "au 3, place Rose"),
    (ROSE, "12 rue Jeanne Rose"),
    (ROSE, "chemin de Jeanne-Rose"),
    (ROSE, "Le lotissement des Roses est dans le noir."),
    (ROSE, "Les roses de la mairie fanent."),
    (ROSE, "L’impasse des Roses et l’allée des Lilas"),
    (LAMBERT, "rue Victor Lambert"),
    (LAMBERT, "12 rue Victor Lambert"),
    (LAMBERT, "12 bis, rue Victor-Lambert"),
    (LAMBERT, "Avenue du Général Lambert"),
    (LAMBERT, "l’impasse Lambert est sale"),
    (LAMBERT, "square Victor Lambert"),
    (LAMBERT, "quai Lambert"),
    (LAMBERT, "av. Victor Lambert"),
    (LAMBERT, "12 bd Lambert"),
    (LAMBERT, "RUE VICTOR LAMBERT"),
    (LAMBERT, "À l’angle de la rue Lambert et de l’avenue Foch"),
    (LAMBERT, "rue du Docteur Victor Lambert, 14"),
)
#: Beside streets: brackets, telephones, lists of houses, and who stands right behind a street.
BESIDE = (
    (LAMBERT, "Appelez-moi (06 39 98 00 12) au 12 rue Lambert", "Appelez-moi (*) au 12 rue Lambert"),
    (LAMBERT, "(33639980012), (0)6 39 98 00 12", "(*), *"),
    (LAMBERT, "du 7 12 14 16 18 rue Pasteur", "du 7 12 14 16 18 rue Pasteur"),
    (LAMBERT, "le 6 39 98 00 12 rue Pasteur", "le * rue Pasteur"),
    (ROSE, "12 rue Victor Rose", "12 rue Victor Rose"),
    (ROSE, "12 rue Pasteur Jeanne Rose", "12 rue Pasteur *"),
    (ROSE, "12 rue Pasteur Rose Jeanne", "12 rue Pasteur *"),
    (LAMBERT, "la rue de Lambert, à la place des Lambert", "la rue de *, à la place des *"),
    (LAMBERT, "12 chemin de Lambert", "12 chemin de Lambert"),
    (LAMBERT, "le parking de Lambert, l’allée de Lambert", "le parking de *, l’allée de *"),
    (LAMBERT, "l’allée des Lamberts, les Lamberts", "l’allée des Lamberts, les *"),
)


@pytest.mark.parametrize(("name", "text", "left"), (*STRUCK_OUT, *BESIDE), ids=range(31))
def test_somebody_beside_a_street_is_struck_and_the_street_stays(name: str, text: str, left: str) -> None:
    assert without_people(text, (name,)).replace(STRUCK, "*") == left


@pytest.mark.parametrize(("name", "text"), STAYS, ids=range(20))
def test_a_street_called_as_the_requester_stays(name: str, text: str) -> None:
    assert without_people(text, (name,)) == text
