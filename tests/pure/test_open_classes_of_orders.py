"""An order may name any thing, place, material, tool or team; a word of doubt anywhere in it keeps it from being done."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from intake.words.address_of_words import Address
from intake.words.lexicon.limits import BLOCKERS
from intake.words.lexicon.listed import word_set
from intake.words.orders import Order
from intake.words.orders.grammar.beside import SUPPORT
from intake.words.orders.grammar.clauses import (
    ACTS,
    HEADS,
    _by_first_part,
    _patterns,
    that_may_begin_with,
)
from intake.words.orders.tokens import read_words
from tests.pure.test_words_do_no_harm import TODAY, act, read
from tests.rows import in_rows

#: Ended work on things, in places, with means and by teams that no list names whole.
ENDED = (
    "Grille d'égout recalée hier aprem par l'équipe",
    "Trou comblé avec du tout-venant et compacté",
    "Tag effacé à l'hydrogommeuse",
    "branche coupée et évacuée au broyeur",
    "imprimante de la classe CM2 reconnectée au réseau",
    "But de foot ressoudé et remis en place hier par l'équipe",
    "fuite réparée dans les sanitaires garçons, joint de chasse changé",
    "chenilles traitées le 20/11",
    "réseau curé sur 50 m, écoulement rétabli",
    "on vient de vider la corbeille du square",
    "on a scarifié la pelouse du stade",
    "jai changer le ballast ce matin ca eclaire",
    "Store de la classe 3 déposé et remplacé par un neuf",
    "Attestation de recensement remise au jeune ce matin",
    "Inscription cantine enregistrée pour les jumeaux à partir de lundi",
)  # fmt: skip
#: What looks like it and is a part, a step, somebody else's, a stopgap, or how a thing was found.
#: Words of doubt that say something else where they stand: a day to come, « avant-hier », « le but », « vient juste de »,
#: « essayé », « réservé », « marche normalement », and what had become of a thing before.
TAKEN_BACK = word_set(
    """demain prochain prochaine tomorrow avant but juste puis malheureusement essaye reserve normalement erreur
    annule annulee abandonne souhaite"""
)
NOT_ENDED = (
    "2 potelets sur 3 reposés",
    "un panneau sur les deux est reposé",
    "haie taillée côté rue",
    "rebouché au pif",
    "Vitre remplacée par un panneau de bois",
    "conteneur vidé sur la chaussée",
    "Poteau couché",
    "lampe penchée",
    "voiture garée devant le 12",
    "grille recalée par le voisin",
    "grille recalée par Enedis",
    "on a changé une ampoule sur deux",
    "j'ai changé de voiture",
    "on a photographié la grille",
    "grille recalée pour test",
    "badge réencodé lundi prochain",
    "inscription validée sous condition",
    "Passeport remis à la police",
    "acte transmis au parquet",
    "badge rendu",
    "branche coupée et partie évacuée au broyeur",
    "Badge remis au commissariat",
    "Dossier APA transmis au département",
    "la fuite réparée refuit",
    "des dalles refixées",
)
PLANNED = (
    "RDV fixé le vendredi 4 décembre à 14h30 pour le dépôt du dossier de PACS",
    "programmé le 15/12 avec le prestataire",
    "Passage prévu ce soir 21h",
    "RDV avec le maire le 11 décembre 17h",
    "abattage du frêne mercredi 9 décembre, rue barrée de 8h à 12h",
)
NOT_PLANNED = (
    "RDV du 3/12 reporté",
    "je vais lundi chez le dentiste",
    "rdv chez le médecin lundi",
    "commission le 10 décembre",
    "réunion prévue le 3 décembre",
    "fixé au mur lundi",
    "RDV le 4 décembre si la dame est là",
    "autorisation donnée pour lundi",
)


@in_rows("said", ENDED)
def test_a_work_that_is_ended_is_done_whatever_it_names(said: str) -> None:
    assert act(read(said)) == "done"


@in_rows("said", NOT_ENDED)
def test_a_part_a_step_or_somebody_elses_work_ends_nothing(said: str) -> None:
    assert act(read(said)) is None


@in_rows("said", PLANNED)
def test_a_visit_and_one_day_plan_whatever_goes_with_them(said: str) -> None:
    assert act(read(said)) == "plan"


@in_rows("said", NOT_PLANNED)
def test_what_is_put_off_or_somebody_elses_day_plans_nothing(said: str) -> None:
    assert act(read(said)) is None


@in_rows("said", ["élagage prévu semaine 50", "rebouchage sem 49", "planifié S50"])
def test_a_week_by_its_number_plans_and_its_day_is_asked(said: str) -> None:
    order = read(said).said
    assert isinstance(order, Order)
    assert (order.verb, order.date) == ("plan", None)


@in_rows(
    ("said", "expected"),
    [
        ("PRIS EN CHARGE EQUIPE ESPACES VERTS", "take"),
        ("Patrouille envoyée sur place", "take"),
        ("arbre sur domaine privé, je transmets à la police municipale", "assign"),
        ("Ce n'est pas de l'urbanisme mais de la voirie : à réaffecter à la voirie", "assign"),
        ("Pas voirie : bâtiments", "assign"),
        ("c'est du ressort de la voirie, je réoriente", "assign"),
        ("En attente de la réponse du parquet.", "wait-internal"),
        ("attente de plants chez le pépiniériste", "wait-internal"),
        ("En attente pièces complémentaires du pétitionnaire : plan de masse coté", "wait"),
        ("mise en attente : nous avons besoin de votre avis d'imposition 2025", "wait"),
        ("Refusé : délai d'annulation dépassé (48 h)", "refuse"),
        ("Dérogation refusée : école complète", "refuse"),
        ("Pris en charge par Enedis", None),
        ("En attente de la réponse de Mme Petit", None),
        ("En attente du carnet de vaccination", None),
        ("Passeport refusé", None),
        ("Terminé, rue barrée", None),
    ],
)
def test_other_orders_stand_open_in_the_same_way(said: str, expected: str | None) -> None:
    assert act(read(said)) == expected


@given(st.sampled_from(ENDED + PLANNED), st.sampled_from(sorted(BLOCKERS - TAKEN_BACK)), st.data())
def test_a_word_of_doubt_anywhere_in_an_open_order_keeps_it_from_being_done(
    order: str, doubt: str, data: st.DataObject
) -> None:
    written = order.split()
    at = data.draw(st.integers(0, len(written)))
    assert act(read(" ".join((*written[:at], doubt, *written[at:])))) is None


@given(
    st.sampled_from(ENDED),
    st.sampled_from(["par le voisin", "par Enedis", "par un passant", "par le syndic", "par la famille"]),
)
def test_what_somebody_else_did_is_not_done(order: str, doer: str) -> None:
    head = order.split(",")[0]
    assert act(read(f"{head} {doer}")) is None


@in_rows(
    ("above", "expected"),
    [
        ("Clos.", "done"),
        ("planifié jeudi 3 décembre", "plan"),
        ("pris en charge", "take"),
        ("à transmettre à l'urbanisme", "assign"),
    ],
)
def test_an_order_above_a_letter_is_done_and_the_letter_alone_is_told(above: str, expected: str) -> None:
    letter = "Madame,\nVotre demande a été vue, un courrier sera chez vous sous dix jours.\nBien à vous"
    words = read(f"{above}\n\n{letter}")
    assert (act(words), words.address) == (expected, Address.REQUESTER)
    assert words.published.startswith("Madame,")
    assert above not in words.published


@in_rows(
    "below",
    [
        "Madame,\nLa réparation est provisoire, nous reviendrons.\nCordialement",
        "Bonjour Karim,\nTu peux facturer ?\nMerci",
        "Madame,\nNous passerons chez vous lundi 7 décembre.\nCordialement",
    ],
)
def test_a_letter_that_takes_back_or_speaks_to_a_colleague_keeps_the_order_above_it_from_being_done(
    below: str,
) -> None:
    words = read(f"Clos.\n\n{below}")
    assert (act(words), words.published) == (None, "")


def test_why_it_waits_stays_inside_when_a_letter_follows() -> None:
    words = read(
        "en attente : devis de Dupont trop cher\n\nBonjour Madame,\nVotre demande suit son cours.\nCordialement"
    )
    assert "Dupont" not in words.published


@in_rows(
    "letter",
    [
        "Bonjour, pourriez-vous nous indiquer le nom de l'élève ? Merci, le secrétariat",
        "Bonjour,\nVotre mur a été nettoyé.\nBonne journée",
        "Bonjour,\nLe tarif pour votre quotient est de 3,42 € par repas.\nCordialement,\nla régie",
        "Bonjour,\nVotre question relève de l'urbanisme. J'ai transmis à ma collègue Aurélie Poncet, qui vous répondra.\nBonne journée",
        "on s'en occupe dès maintenant madame, ne touchez pas au câble en attendant",
        "Bonjour à vous,\nVotre carte est prête, vous pouvez venir la retirer.\nBien cordialement",
    ],
)
def test_a_letter_that_plainly_speaks_to_the_requester_is_told(letter: str) -> None:
    assert read(letter).published


@in_rows(
    "said",
    [
        "Bonjour,\nPouvez-vous me rappeler le tarif qu'on avait fait à cette association ?\nMerci",
        "Bonjour,\nVotre équipe a laissé le chantier ouvert.\nCordialement",
        "Bonjour,\nVotre planning est faux.\nCordialement",
        "Bonjour,\nVotre fournisseur demande 300 € de plus.\nCordialement",
        "Bonjour,\nLe devis est à 3 000 €, votre demande attendra.\nCordialement",
        "Voir avec Madame.",
        "Bonjour,\nPouvez-vous nous transmettre la fiche ?\nCordialement",
    ],
)
def test_what_may_be_said_to_a_colleague_is_not_told(said: str) -> None:
    assert read(said).published == ""


def test_every_kind_of_clause_is_found_by_the_parts_it_begins_with() -> None:
    found = {kind for kind, _, _ in that_may_begin_with(set(_by_first_part()))}
    assert found == {*ACTS, *HEADS, *SUPPORT}
    assert list(that_may_begin_with({"NO_SUCH_PART"})) == []
    for kind, pattern, _ in _patterns():
        for part in pattern.moves_from(pattern.begin()):
            assert kind in {each for each, _, _ in that_may_begin_with({part})}, (kind, part)


def test_what_ended_may_begin_with_a_thing_that_no_list_names() -> None:
    begun = read_words("Grille recalée hier", (), TODAY)
    assert begun is not None
    parts = {edge.part for edge in begun.edges[0]}
    assert "mended" in {kind for kind, _, _ in that_may_begin_with(parts)}
