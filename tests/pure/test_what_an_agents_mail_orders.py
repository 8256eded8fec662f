"""What agents write back, in their words, and what it orders."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.words.orders import Command, Unknown, read_command
from models.organisation import DEFAULT_WORKFLOW
from models.organisation_files.sample import load_sample

TOWN = load_sample()
TODAY = date(2026, 3, 3)


def order(text: str) -> Command | Unknown | None:
    return read_command(text, DEFAULT_WORKFLOW, organisation=TOWN, today=TODAY)


def verb_of(text: str) -> str:
    said = order(text)
    assert isinstance(said, Command), said
    assert said.kind == "verb"
    return said.verb


@pytest.mark.parametrize(
    ("text", "verb", "comment"),
    [
        ("terminé, l'ampoule est changée", "done", "l'ampoule est changée"),
        ("Terminé", "done", ""),
        ("TERMINE", "done", ""),
        ("terminée.", "done", ""),
        ("Terminé : portail réparé ce matin", "done", "portail réparé ce matin"),
        ("Terminé - voir photo", "done", "voir photo"),
        ("Terminé – voir photo", "done", "voir photo"),
        ("terminé l'ampoule est changée", "done", "l'ampoule est changée"),
        ("C'est terminé !", "done", ""),
        ("Travaux terminés.", "done", ""),
        ("Intervention terminée, tout remarche", "done", "tout remarche"),
        ("Le dossier est clos.", "done", ""),
        ("c'est fait", "done", ""),
        ("Fait.", "done", ""),
        ("Réparé\nOn a changé la serrure.", "done", "On a changé la serrure."),
        ("pris en charge", "take", ""),
        ("Prise en charge", "take", ""),
        ("Pris en charge.\n\nCordialement,\nMarc Durand\nService voirie", "take", ""),
        ("Bonjour,\n\npris en charge\n\nBien à vous\nMarc", "take", ""),
        ("Bonjour Madame,\nje m'en occupe, je passe demain", "take", "je passe demain"),
        ("Bonjour, terminé", "done", ""),
        ("Bien reçu, pris en charge.", "take", ""),
        ("Merci. Terminé.", "done", ""),
        ("ok, je m’en occupe", "take", ""),
        ("en cours", "take", ""),
        ("En attente de pièces du fournisseur", "wait", "En attente de pièces du fournisseur"),
        ("Bonjour, en attente d'un devis", "wait", "en attente d'un devis"),
        ("Prise en charge par mes soins", "take", "Prise en charge par mes soins"),
        ("En attente pouvez-vous préciser l'adresse ?", "wait", "pouvez-vous préciser l'adresse ?"),
        ("ok je m'en occupe", "take", ""),
        ("D'accord je m’en occupe demain", "take", "demain"),
        ("Oui c'est fait", "done", ""),
        ("fait hier", "done", "hier"),
        ("Fait ce matin.", "done", "ce matin."),
        ("c'est réparé depuis ce matin", "done", "depuis ce matin"),
        ("Les travaux sont terminés depuis hier", "done", "depuis hier"),
        ("En attente : pouvez-vous préciser l'adresse ?", "wait", "pouvez-vous préciser l'adresse ?"),
        ("Refusé : hors commune", "refuse", "hors commune"),
        ("sans suite, doublon", "refuse", "doublon"),
        ("classé sans suite (doublon)", "refuse", "(doublon)"),
        ("Rouvert, ça fuit encore", "reopen", "ça fuit encore"),
        ("done, bulb replaced", "done", "bulb replaced"),
        ("In progress", "take", ""),
        ("#terminé", "done", ""),
        ("/termine merci", "done", "merci"),
        ("#pris en charge", "take", ""),
        ("état : terminé", "done", ""),
        ("Statut: en cours", "take", ""),
        ("> terminé", "done", ""),
        ("*Terminé*", "done", ""),
        ("terminé\xa0!", "done", ""),
    ],
)
def test_a_verb_at_the_beginning_is_recognised(text: str, verb: str, comment: str) -> None:
    said = order(text)
    assert said == Command("verb", verb, comment, publish=bool(comment))


@pytest.mark.parametrize(
    "text",
    [
        "Bonjour Madame, nous passerons demain matin.",
        "En attente de votre retour, je vous souhaite une bonne journée.",
        "En attente de votre réponse, nous restons à votre disposition.",
        "Terminé ? Je ne crois pas.",
        "Fait beau aujourd'hui, on en profite pour repeindre",
        "Ouverte depuis lundi, la piscine ferme à 19 h.",
        "Pour information, les travaux commencent lundi.",
        "Pour votre demande, il faut un justificatif.",
        "Nous avons terminé le chantier hier.",
        "Pas terminé, il manque une pièce.",
        "L'intervention est prévue jeudi.",
        "Close la semaine prochaine, la piscine rouvrira en mai.",
        "La demande est traitée par le syndicat des eaux.",
        "Merci pour votre message.",
        "merci",
        "42 rue de la Paix, c'est bien là ?",
        "Tout est réglé de notre côté, merci.",
        "À la suite de votre message, une équipe est passée.",
        "Notez que la mairie est fermée demain.",
        "Bonjour",
        "",
        "   \n\n",
        "--\nMarc Durand",
        "Transmis",
        "Fait-il du bruit la nuit ?",
        "Traité par quel produit ?",
        "Résolu chez vous ?",
        "Terminé est un grand mot, mais cela avance.",
        "Prévu le 3 décembre ? Non, plutôt le 10.",
        "Clos depuis 2019, ce dossier ne peut être repris.",
        "Le problème est résolu de notre côté, et chez vous ?",
        "Pour la voirie, il faut appeler le 01 99 00 10 20.",
        "Pour la cantine, veuillez remplir le dossier joint.",
        "Pour la cantine, merci d'envoyer le dossier.",
        "À transmettre à l'état civil : livret de famille et pièce d'identité.",
    ],
)
def test_an_ordinary_answer_is_no_order(text: str) -> None:
    assert order(text) is None


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("Termné", ("done",)),
        ("terminnée, tout va bien", ("done",)),
        ("pris en chrage", ("take",)),
        ("Refuzé : hors commune", ("refuse",)),
        ("#machin", ()),
        ("/bidule", ()),
        ("état : fini", ()),
        ("Bonjour,\n\nplanifé", ("plan",)),
    ],
)
def test_what_looks_like_an_order_and_is_none_publishes_nothing(text: str, nearest: tuple[str, ...]) -> None:
    said = order(text)
    assert isinstance(said, Unknown)
    assert set(nearest) <= set(said.nearest)


@pytest.mark.parametrize("text", ["terminé", "pris en charge\n\nCordialement\nMarc", "#fait", "42 terminé"])
def test_a_mail_that_only_orders_publishes_nothing(text: str) -> None:
    said = order(text)
    assert isinstance(said, Command)
    assert (said.comment, said.publish) == ("", False)


@pytest.mark.parametrize(
    ("text", "day", "comment"),
    [
        ("planifié le 12 mars, passage de l'équipe", date(2026, 3, 12), "passage de l'équipe"),
        ("Planifiée pour le 02/04/2026", date(2026, 4, 2), ""),
        ("planifié lundi prochain", date(2026, 3, 9), ""),
        ("Prévu demain matin", date(2026, 3, 4), "matin"),
        ("planifié : l'équipe passe le 1er avril", date(2026, 4, 1), "l'équipe passe le 1er avril"),
        ("planned for 2026-05-04", date(2026, 5, 4), ""),
        ("Planifié le 12 février", date(2027, 2, 12), ""),
        ("planifié", None, ""),
        ("planifié le 31 février", None, "le 31 février"),
    ],
)
def test_a_planned_date_is_read_and_taken_out_of_the_comment(
    text: str, day: date | None, comment: str
) -> None:
    said = order(text)
    assert isinstance(said, Command)
    assert (said.verb, said.date, said.comment) == ("plan", day, comment)


@pytest.mark.parametrize(
    "text", ["note : rappeler M. Petit", "Note interne: rappeler M. Petit", "#note rappeler M. Petit"]
)
def test_a_note_stays_inside(text: str) -> None:
    assert order(text) == Command("note", comment="rappeler M. Petit", publish=False)


@pytest.mark.parametrize(
    ("text", "kind", "target"),
    [
        ("pour Mme Durand", "assign", "marc-durand"),
        ("Pour M. Durand", "assign", "marc-durand"),
        ("pour Marc Durand", "assign", "marc-durand"),
        ("attribuer à Karim Benali", "assign", "karim-benali"),
        ("assigner à paul.girard@agents.ville.test", "assign", "paul-girard"),
        ("transférer à voirie", "service", "voirie"),
        ("Transférer au service voirie.", "service", "voirie"),
        ("pour la voirie", "service", "voirie"),
        ("transmettre à l'état civil, ce n'est pas pour nous", "service", "etat-civil"),
        ("pour les espaces verts", "service", "espaces-verts"),
        ("Pour la voirie svp", "service", "voirie"),
        ("c'est pour la voirie", "service", "voirie"),
        ("pour la voirie, ce n'est pas chez nous", "service", "voirie"),
        ("À transmettre à M. Durand", "assign", "marc-durand"),
        ("transmettre à M. Durand s'il te plaît", "assign", "marc-durand"),
    ],
)
def test_a_request_is_given_to_a_person_or_a_service(text: str, kind: str, target: str) -> None:
    said = order(text)
    assert isinstance(said, Command)
    assert (said.kind, said.target, said.publish) == (kind, target, False)


def test_giving_to_somebody_unknown_is_refused_rather_than_published() -> None:
    assert isinstance(order("transférer à la piscine"), Unknown)
    assert order("pour Mme Inconnue") == Unknown("pour Mme Inconnue", reason="person")


@pytest.mark.parametrize(
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
    assert order(text) == Command("task", verb, comment, task=number)


@pytest.mark.parametrize(
    ("text", "reference", "verb", "comment"),
    [
        ("42 terminé portail réparé", "42", "done", "portail réparé"),
        ("42 termine", "42", "done", ""),
        ("42 fait le portail marche", "42", "done", "le portail marche"),
        ("2026-00042 : refusé hors commune", "2026-00042", "refuse", "hors commune"),
        ("#42 pris en charge", "42", "take", ""),
        ("n°42 pec", "42", "take", ""),
    ],
)
def test_a_text_names_the_request_first(text: str, reference: str, verb: str, comment: str) -> None:
    assert order(text) == Command("verb", verb, comment, reference=reference, publish=bool(comment))


@pytest.mark.parametrize("text", ["aide", "Help", "?", "#aide"])
def test_help_can_be_asked_for(text: str) -> None:
    assert order(text) == Command("help")


def test_taking_a_request_for_oneself_changes_no_state() -> None:
    assert order("pour moi, je passe jeudi") == Command("take", comment="je passe jeudi")


@pytest.mark.parametrize(
    "hostile",
    [
        "bonjour, " * 25_000,
        "ok, " * 50_000,
        "a" * 200_000,
        "#" * 200_000,
        "1" * 200_000,
        " ," * 100_000,
        "note " * 40_000,
        "\n" * 200_000,
        "pour " * 40_000,
        "planifié " + "1 " * 100_000,
        "en attente " * 18_000,
        "terminé " + "janvier 1 " * 20_000,
    ],
)
def test_two_hundred_thousand_hostile_characters_take_no_longer_than_honest_ones(hostile: str) -> None:
    # Four times the text must not cost sixteen times the work; only the ratio is looked at.
    def cost(text: str) -> float:
        start = time.process_time()
        order(text)
        return time.process_time() - start

    order(hostile)
    quarter = min(cost(hostile[: len(hostile) // 4]) for _ in range(3))
    whole = min(cost(hostile) for _ in range(3))
    assert whole < 12 * quarter + 0.1


@given(st.text(max_size=400))
def test_any_text_is_an_order_an_unknown_or_an_answer(text: str) -> None:
    assert isinstance(order(text), Command | Unknown | None)


@given(
    st.sampled_from([alias for names in DEFAULT_WORKFLOW.aliases.values() for alias in names]),
    st.sampled_from([str.lower, str.upper, str.title]),
    st.sampled_from(["", ".", " !", ", voilà"]),
    st.sampled_from(["", "Bonjour,\n\n", "\n\n", "ok, "]),
)
def test_every_alias_of_the_workflow_is_understood(
    alias: str, case: object, ending: str, opening: str
) -> None:
    assert callable(case)
    verb = verb_of(f"{opening}{case(alias)}{ending}")
    assert alias in DEFAULT_WORKFLOW.aliases[verb]
