"""What agents write back, in their words, and what it orders."""

from __future__ import annotations

from datetime import date

from intake.words.orders import NoOrder, Order, Said, Unsure, read_order
from models.organisation import DEFAULT_WORKFLOW
from models.organisation_files.sample import load_sample
from tests.rows import in_rows

TOWN = load_sample()
TODAY = date(2026, 3, 3)


def order(text: str) -> Said:
    return read_order(text, DEFAULT_WORKFLOW, organisation=TOWN, today=TODAY)


@in_rows(
    ("text", "verb"),
    [
        ("Terminé", "done"),
        ("TERMINE", "done"),
        ("terminée.", "done"),
        ("terminé, l'ampoule est changée", "done"),
        ("C'est terminé !", "done"),
        ("Travaux terminés.", "done"),
        ("Le dossier est clos.", "done"),
        ("Réparé\nOn a changé la serrure.", "done"),
        ("Pris en charge.\n\nCordialement,\nMarc Durand\nService voirie", "take"),
        ("Bonjour,\n\npris en charge\n\nBien à vous\nMarc", "take"),
        ("Bien reçu, pris en charge.", "take"),
        ("Merci. Terminé.", "done"),
        ("ok, je m’en occupe", "take"),
        ("en cours", "take"),
        ("fait hier", "done"),
        ("Les travaux sont terminés depuis hier", "done"),
        ("Nous avons terminé le chantier hier.", "done"),
        ("En attente de pièces du fournisseur", "wait-internal"),
        ("Bonjour, en attente d'un devis", "wait-internal"),
        ("En attente : pouvez-vous préciser l'adresse ?", "wait"),
        ("Refusé : hors commune", "refuse"),
        ("classé sans suite (hors commune)", "refuse"),
        ("Rouvert, ça fuit encore", "reopen"),
        ("done", "done"),
        ("In progress", "take"),
        ("#terminé", "done"),
        ("/termine merci", "done"),
        ("état : terminé", "done"),
        ("Statut: en cours", "take"),
        ("> terminé", "done"),
        ("*Terminé*", "done"),
        ("terminé\xa0!", "done"),
        ("attente interne", "wait-internal"),
        ("attente demandeur : votre adresse", "wait"),
        ("Pris en charge, on part.\n\nMarc Olivier\nPolice municipale", "take"),
        ("on part", "take"),
        ("On arrive !", "take"),
        ("J’arrive", "take"),
    ],
)
def test_a_plain_order_is_understood(text: str, verb: str) -> None:
    said = order(text)
    assert isinstance(said, Order), said
    assert (said.kind, said.verb) == ("verb", verb)


@in_rows(
    "text",
    [
        "Terminé ? Je ne crois pas.",
        "Fait beau aujourd'hui, on en profite pour repeindre",
        "Pas terminé, il manque une pièce.",
        "La demande est traitée par le syndicat des eaux.",
        "Tout est réglé de notre côté, et chez vous ?",
        "Traité par quel produit ?",
        "Terminé est un grand mot, mais cela avance.",
        "Prévu le 3 décembre ? Non, plutôt le 10.",
        "Pour la voirie, il faut appeler le 01 99 00 10 20.",
        "Pour la cantine, veuillez remplir le dossier joint.",
        "À transmettre à l'état civil : livret de famille et pièce d'identité.",
        "En attente",
        "planifié",
        "planifié le 31 février",
        "planifié mercredi 12 mars",
        "Termné",
        "pris en chrage",
        "#machin",
        "état : peut-être",
        "transférer à la piscine",
        "pour Mme Inconnue",
    ],
)
def test_what_is_not_understood_whole_orders_nothing(text: str) -> None:
    assert not isinstance(order(text), Order)


@in_rows(
    "text",
    [
        "Bonjour",
        "",
        "   \n\n",
        "--\nMarc Durand",
        "Merci pour votre message.",
        "42 rue de la Paix, c'est bien là ?",
    ],
)
def test_what_has_no_word_of_an_order_is_none(text: str) -> None:
    assert order(text) == NoOrder()


@in_rows(("text", "likely"), [("Termné", "done"), ("pris en chrage", "take"), ("Terminé à moitié", "done")])
def test_a_doubt_says_what_was_likely_meant(text: str, likely: str) -> None:
    said = order(text)
    assert isinstance(said, Unsure)
    assert likely in said.likely


@in_rows(
    ("text", "day"),
    [
        ("Planifiée pour le 02/04/2026", date(2026, 4, 2)),
        ("planifié lundi prochain", date(2026, 3, 9)),
        ("Prévu demain matin", date(2026, 3, 4)),
        ("planned for 2026-05-04", date(2026, 5, 4)),
        ("rdv jeudi 12 mars à 14h", date(2026, 3, 12)),
        ("reporté au jeu. 12/03", date(2026, 3, 12)),
    ],
)
def test_a_planned_date_is_read(text: str, day: date) -> None:
    said = order(text)
    assert isinstance(said, Order)
    assert (said.verb, said.date, said.comment) == ("plan", day, "")


@in_rows(
    "text",
    [
        "note : rappeler M. Petit",
        "Note interne: rappeler M. Petit",
        "#note rappeler M. Petit",
        "Note interne - rappeler M. Petit",
    ],
)
def test_a_note_stays_inside(text: str) -> None:
    assert order(text) == Order("note", comment="rappeler M. Petit")


def test_an_answer_is_marked_as_one_and_keeps_its_lines() -> None:
    said = order("Réponse : Bonjour Madame,\n\nNous passons lundi.\n\nMarc")
    assert said == Order("answer", comment="Bonjour Madame,\n\nNous passons lundi.\n\nMarc")


def test_a_comment_keeps_its_whole_sentences() -> None:
    said = order("Terminé. L'ampoule est neuve, voilà ! Et la porte ferme.\nVoir photo.")
    assert isinstance(said, Order)
    assert said.comment == "L'ampoule est neuve, voilà ! Et la porte ferme.\nVoir photo."


@in_rows(
    ("text", "kind", "target"),
    [
        ("pour Marc Durand", "assign", "marc-durand"),
        ("Pour M. Durand", "assign", "marc-durand"),
        ("attribuer à Karim Benali", "assign", "karim-benali"),
        ("transférer à voirie", "service", "voirie"),
        ("Transférer au service voirie.", "service", "voirie"),
        ("transmettre à l'état civil, ce n'est pas pour nous", "service", "etat-civil"),
        ("Pour la voirie svp", "service", "voirie"),
        ("c'est pour la voirie", "service", "voirie"),
        ("pour la voirie, ce n'est pas chez nous", "service", "voirie"),
        ("transmettre à M. Durand s'il te plaît", "assign", "marc-durand"),
        ("ça relève de la voirie", "service", "voirie"),
    ],
)
def test_a_request_is_given_to_a_person_or_a_service(text: str, kind: str, target: str) -> None:
    said = order(text)
    assert isinstance(said, Order), said
    assert (said.kind, said.target) == (kind, target)


@in_rows(
    ("text", "verb", "number", "comment"),
    [
        ("Tâche faite", "done", None, ""),
        ("tache 3 terminée, tout est posé", "done", 3, "tout est posé"),
        ("tâche n°12 : faite", "done", 12, ""),
        ("Tâche refusée : pas le matériel", "refused", None, "pas le matériel"),
        ("task done", "done", None, ""),
    ],
)
def test_a_task_is_reported(text: str, verb: str, number: int | None, comment: str) -> None:
    assert order(text) == Order("task", verb, comment, task=number)


@in_rows(
    ("text", "reference", "verb"),
    [
        ("42 terminé portail réparé", "42", "done"),
        ("42 termine", "42", "done"),
        ("2026-00042 : refusé hors commune", "2026-00042", "refuse"),
        ("#42 pris en charge", "42", "take"),
        ("n°42 pec", "42", "take"),
    ],
)
def test_a_text_names_the_request_first(text: str, reference: str, verb: str) -> None:
    said = order(text)
    assert isinstance(said, Order), said
    assert (said.reference, said.verb) == (reference, verb)


@in_rows(
    ("text", "kind"),
    [
        ("aide", "help"),
        ("?", "help"),
        ("annuler", "withdraw"),
        ("Envoyer", "send"),
        ("note", "keep"),
        ("désabonner", "opt_out"),
        ("pour moi", "take"),
    ],
)
def test_one_word_is_enough(text: str, kind: str) -> None:
    said = order(text)
    assert isinstance(said, Order)
    assert said.kind == kind


def test_every_alias_of_the_workflow_is_known() -> None:
    """Alone it orders, or asks for the date or the reason that it needs."""
    for names in DEFAULT_WORKFLOW.aliases.values():
        for alias in names:
            assert order(alias) != NoOrder() or alias in (
                "answer",
                "plan",
                "take",
                "wait",
                "refuse",
                "wait-internal",
            ), alias


@in_rows(
    "hostile",
    [
        "bonjour, ",
        "ok, ",
        "a",
        "#",
        "1",
        " ,",
        "note ",
        "\n",
        "pour ",
        "planifié 1 ",
        "en attente ",
        "terminé janvier 1 ",
        "fait. ",
    ],
)
def test_hostile_text_is_cut_before_it_is_read(hostile: str) -> None:
    """Lines, sentences and words are capped: what goes beyond orders nothing."""
    assert not isinstance(order(hostile * (200_000 // len(hostile))), Order)


@in_rows("text", ["classer", "je clôture", "à archiver"])
def test_closing_words_alone_leave_nothing_to_ask_about(text: str) -> None:
    said = order(text)
    assert isinstance(said, Order), said
    assert (said.verb, said.comment) == ("done", "")


@in_rows(
    "text",
    [
        "J'y monte tout de suite.", "j'y cours", "ok jy vais ce matin avec le tracteur", "je prends j'arrive tout de suite",
    ],
)  # fmt: skip
def test_going_there_now_takes(text: str) -> None:
    said = order(text)
    assert isinstance(said, Order), said
    assert (said.verb, said.mine) == ("take", True)


@in_rows(
    "text",
    [
        "Noté et je prends. Avis à Nadia : qui appelle-t-on pour cela ?", "Je prends. Tâche Nadia : changer le joint",
        "J'y monte demain", "J'y monterai quand il y aura moins de neige",
    ],
)  # fmt: skip
def test_a_taking_beside_an_order_to_a_colleague_or_of_another_day_asks_back(text: str) -> None:
    assert not isinstance(order(text), Order)


def test_a_danger_told_behind_a_coming_is_read_and_asked_about() -> None:
    """Reading it failed, and so did the agent's whole message."""
    assert isinstance(order("j'arrive, ça sent le gaz très fort rue des Écoles"), Unsure)
