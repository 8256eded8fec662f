"""Ways of speaking that the grammar of orders knows as a class: one sentence for each, and its like that limits it."""

from __future__ import annotations

import pytest

from intake.words.gratitude import feeling_of
from tests.pure.test_words_do_no_harm import act, read
from tests.rows import in_rows

#: « Attente … », a mark, and what the requester is asked.
ASKED = (
    ("attente demandeur : à quelle adresse est ce trou ?", "à quelle adresse est ce trou ?"),
    ("En attente du demandeur : quel est le numéro de la rue ?", "quel est le numéro de la rue ?"),
    ("attente citoyen - de quelle couleur est le conteneur ?", "de quelle couleur est le conteneur ?"),
    ("En attente d'une réponse du demandeur : la lampe est-elle allumée ?", "la lampe est-elle allumée ?"),
    ("attente usager : depuis quand est-il éteint ?", "depuis quand est-il éteint ?"),
    ("En attente de précisions : à quel endroit exactement ?", "à quel endroit exactement ?"),
    ("ATTENTE DEMANDEUR: QUEL ETAGE ?", "QUEL ETAGE ?"),
    ("attente demandeur\n\nÀ quelle heure êtes-vous joignable ?", "À quelle heure êtes-vous joignable ?"),
    ("attente demandeur, à quelle hauteur de l'avenue ?", "à quelle hauteur de l'avenue ?"),
    ("Bonjour,\n\nen attente demandeur : est-ce sur le trottoir ?\n\nCordialement,\nLuc", "est-ce sur le trottoir ?"),
    ("attente demandeur : quand peut-on passer chez vous ?", "quand peut-on passer chez vous ?"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "asked"), ASKED)
def test_a_question_behind_the_requester_one_waits_for_is_theirs(text: str, asked: str) -> None:
    words = read(text)
    assert (act(words), words.published, words.kept) == ("wait", asked, "")


@pytest.mark.parametrize(
    "text",
    [
        "en attente demandeur ?",
        "faut-il mettre en attente demandeur ?",
        "attente demandeur : je fais comment ?",
        "attente demandeur : tu as son numéro ?",
        "attente demandeur, on relance ?",
        "attente demandeur, c'est bon ?",
        "attente devis : quel montant ?",
        "On est en attente de qui : le demandeur ou le prestataire ?",
    ],
)
def test_a_question_about_waiting_asks_back(text: str) -> None:
    words = read(text)
    assert (act(words), words.published) == (None, "")


def test_what_is_kept_below_the_requester_one_waits_for_is_not_sent() -> None:
    words = read("attente demandeur\n\nLa clé est chez la gardienne.")
    assert (act(words), words.published) == ("wait", "")


@pytest.mark.parametrize(
    "text",
    [
        "Votre bac sera ramassé demain matin",
        "VOTRE BAC SERA RAMASSE DEMAIN MATIN",
        "Bonjour, votre conteneur sera remplacé jeudi. Cordialement",
        "Votre demande sera traitée lundi.",
        "Vos encombrants seront collectés le 3 décembre.",
        "Le trou devant chez vous sera rebouché demain.",
        "L'intervention est prévue jeudi devant votre portail.",
        "Votre rendez-vous est fixé au 4 décembre à 14 h.",
        "Demain matin, votre bac sera ramassé.",
    ],
)
def test_what_becomes_of_something_of_theirs_is_told_and_plans_nothing(text: str) -> None:
    words = read(text)
    assert act(words) is None
    assert words.published and not words.kept


@pytest.mark.parametrize(
    "text",
    [
        "Nous passerons chez vous demain matin.",
        "Notre équipe interviendra chez vous lundi.",
        "prévu lundi chez vous",
    ],
)
def test_who_comes_to_them_and_the_word_itself_plan(text: str) -> None:
    assert act(read(text)) == "plan"


@in_rows(
    ("text", "verb", "limited"),
    [
        # The last weekday, after the perfect or « depuis ».
        ("L'intervention a été réalisée mardi", "done", "L'intervention a été réalisée mardi, sans résultat"),
        ("La réparation est terminée depuis hier soir", "done", "La réparation est terminée depuis hier soir sauf un point"),
        # With what it was done, where on the thing, and after what.
        ("graffiti enlevé au sablage", "done", "graffiti enlevé au sablage en partie"),
        ("Fuite réparée au niveau du compteur", "done", "Fuite réparée au niveau du compteur seulement"),
        ("Aire de jeux remise en service après contrôle", "done", "à réparer après contrôle"),
        ("Balançoire remontée avec des chaînes neuves", "done", "Balançoire remontée avec des chaînes d'occasion"),
        ("Éclairage rétabli dans toute la rue", "done", "Éclairage rétabli dans presque toute la rue"),
        # Two participles, each of which ends a work.
        ("Potelet redressé et scellé au béton", "done", "Potelet redressé et à sceller"),
        ("Sono réparée et testée", "done", "Sono réparée, à tester"),
        # A trouble that is gone, and the good state of a thing, after an order.
        ("Boulons resserrés, il ne bouge plus", "done", "Boulons resserrés, il ne bouge plus autant"),
        ("Avaloir curé, plus de mauvaises odeurs", "done", "Avaloir curé, plus de mauvaises odeurs pour l'instant"),
        ("inondation pompée, cave sèche", "done", "inondation pompée, cave pas sèche"),
        ("Mât remplacé, la rue est éclairée", "done", "Mât remplacé, la rue est éclairée à moitié"),
        # Farewells, calls and signs around it.
        ("Bonjour, la lampe a été remplacée ce matin, bonne journée", "done", "bonne journée"),
        ("hop, fini", "done", "hop je verrai demain"),
        ("Fait 👍", "done", "Fait 👎"),
        # Who set off, and what began.
        ("équipe en route", "take", "équipe en route ?"),
        ("l'astreinte est sur place", "take", "l'astreinte est sur place mais portail fermé"),
        ("Démarrage des travaux ce matin", "take", "Démarrage des travaux bientôt"),
        ("Une équipe intervient en ce moment", "take", "Une équipe intervient quand elle peut"),
        ("on intervient de suite", "take", "on n'intervient pas de suite"),
        # A day and an hour alone; a shift of the day.
        ("demain 10h", "plan", "demain 10h ?"),
        ("ok lundi 10h", "plan", "ok si lundi 10h"),
        ("Report au 7/12", "plan", "pas de report au 7/12"),
        # To whom, after a noun of giving; what is no road of the town.
        ("pour attribution : voirie", "assign", "pour attribution : voirie ou espaces verts"),
        ("c'est pour la voirie ça", "assign", "c'est pour la voirie ça ?"),
        ("Ce n'est pas de notre compétence : route départementale", "refuse", "c'est une route départementale, mais on répare"),
        ("mauvais service, voirie", "assign", "mauvais service, voirie ou propreté"),
        # A reason that runs on without a mark; « pour » may refuse a part.
        ("Refusée faute de crédits", "refuse", "Refusé faute de crédits, sauf si le maire accepte"),
        ("La balançoire a été contrôlée et réparée", "done", "La balançoire a été contrôlée"),
        ("Fuite sur le radiateur réparée", "done", "Fuite sur le radiateur réparée en partie"),
        ("Prochaine tournée le 4 décembre", "plan", "pas de tournée le 4 décembre"),
        ("en attente du retour de la voirie", "wait-internal", "en attente du retour de la dame"),
        # Whose turn it is, by whom the papers are named after.
        ("attente pièces du demandeur", "wait", "attente pièces"),
        ("attente photo de l'expert", "wait-internal", "attente"),
    ],
)  # fmt: skip
def test_a_way_of_speaking_orders_and_its_like_does_not(text: str, verb: str, limited: str) -> None:
    assert act(read(text)) == verb
    assert act(read(limited)) != verb


@in_rows("beside", ["équipe encore sur place", "les agents sont en route"])
def test_being_there_takes_only_what_nothing_else_is_said_of(beside: str) -> None:
    assert act(read(f"Réparé, {beside}")) in ("done", None)
    assert act(read(f"En attente du devis. {beside.capitalize()}.")) in ("wait-internal", None)


def test_the_weekday_of_what_will_be_is_the_next_one() -> None:
    assert act(read("La lampe sera remplacée mardi")) == "plan"
    assert act(read("La lampe a été commandée mardi")) != "done"


def test_thanks_for_what_came_back_are_thanks() -> None:
    assert feeling_of("Nous n'avions plus d'eau, elle est revenue. Merci") == "thanks"
