"""Words written by somebody who had not read the words that read them: nothing is done, sent or reopened that was not meant."""

from __future__ import annotations

from datetime import date
from typing import Any

from dispatch.requests.workflow import Advance, advance
from intake.words.citizens.cancelling import wishes_to_cancel
from intake.words.gratitude import feeling_of
from intake.words.orders import Order
from intake.words.reactions import find_reaction, is_sad
from intake.words.scores import read_score
from intake.words.staff.briefly import only_acknowledges
from intake.words.staff.lines import read_lines
from intake.words.staff.words import StaffWords, read_staff_words
from models.organisation import DEFAULT_WORKFLOW
from tests.rows import in_rows
from tests.staff_words import lines, town

TODAY = date(2026, 11, 28)
ANSWERS = ["answered.jsonl", "answered2.jsonl"]
FOLLOWING = ["afterwards.jsonl", "afterwards2.jsonl"]
#: Of the halves that were only measured, what is still wrong: words that leave although they are private.
STILL_WRONG: frozenset[str] = frozenset()
_STATES = {"open": "new", "closed": "done"}
_ACTS = {"wait": "wait_requester", "wait-internal": "wait_internal"}
#: How many of the plain orders act, at least.
ACTED = {"answered.jsonl": 22, "answered2.jsonl": 20}


def read(text: str) -> StaffWords:
    return read_staff_words(text, DEFAULT_WORKFLOW, organisation=town(), today=TODAY)


def outcome(row: dict[str, Any]) -> str:
    """What is done for an answer: an act, `answer` when its words leave, `note`, or `ask`."""
    text = row["text"]
    if find_reaction(text) or only_acknowledges(text, ()):
        return "note"
    said = read(text).said
    listed = read_lines(text, DEFAULT_WORKFLOW, organisation=town(), today=TODAY)
    if listed is not None and not isinstance(said, Order):
        return "ask"
    match said:
        case Order(kind="verb", verb=verb):
            step = advance(
                DEFAULT_WORKFLOW,
                _STATES[row["state"]],
                verb,
                actor="agent",
                comment=said.comment,
                date=said.date,
            )
            return _ACTS.get(verb, verb) if isinstance(step, Advance) else "ask"
        case Order(kind="assign" | "service"):
            return "give"
        case Order(kind=kind):
            return kind
    return "answer" if read(text).published else "ask"


@in_rows("name", ANSWERS)
def test_an_answer_does_what_it_says_or_is_asked_about(name: str) -> None:
    wrong = [
        (row["id"], done, row["act"])
        for row in lines(name)
        if row["id"] not in STILL_WRONG
        and (done := outcome(row)) not in (row["act"], *row.get("act_ok", ()), "ask", "note")
    ]
    assert wrong == []


@in_rows("name", ANSWERS)
def test_private_words_stay_inside(name: str) -> None:
    left = {row["id"] for row in lines(name) if row["private"] and read(row["text"]).published}
    assert left <= STILL_WRONG


@in_rows("name", sorted(ACTED))
def test_plain_orders_act(name: str) -> None:
    plain = [row for row in lines(name) if row["group"] == "plain"]
    acted = [row["id"] for row in plain if outcome(row) in (row["act"], *row.get("act_ok", ()))]
    assert len(acted) >= ACTED[name]


def heard(row: dict[str, Any]) -> str:
    """What becomes of a requester's words: `reopen`, `thanks`, `survey`, `cancel` (told to staff), or `add`."""
    text = row["text"]
    if (row.get("about") or "").startswith("survey") and (score := read_score(text)) is not None:
        return "survey" if score.mark == row["score"] else "wrong mark"
    if reaction := find_reaction(text):
        return "add" if is_sad(reaction) else "thanks"
    if row["state"] == "closed":
        return {"not_solved": "reopen", "thanks": "thanks", "other": "add"}[feeling_of(text)]
    return "cancel" if wishes_to_cancel(text) else "add"


@in_rows("name", FOLLOWING)
def test_nothing_is_reopened_taken_back_or_passed_over_that_was_not_meant(name: str) -> None:
    wrong = [
        (row["id"], became, row["effect"])
        for row in lines(name)
        if (became := heard(row)) not in (row["effect"], *row.get("effect_ok", ()), "add")
    ]
    assert wrong == []


@in_rows(
    "remark",
    [
        # Said to a colleague as politely as to whoever asked: alone they tell nothing.
        "Je vous propose de classer, il se lassera",
        "N'hésitez pas à refuser, elle reviendra",
        "Vous avez raison, c'est un procédurier",
        "Nous vous demandons de ne pas intervenir avant l'expertise",
        "Merci de votre retour sur le chiffrage",
        # About somebody, not to them.
        "Madame Guyon, troisième appel ce matin",
        "Mme Adam : prévoir une chaise, elle ne tient pas debout",
        "Monsieur Lebas, encore et toujours",
        "Votre dossier sur lui date de 2019, voir archives",
        "Chère collègue, votre avis sur ce permis ?",
        "Monsieur, on ne va quand même pas lui refaire son trottoir",
    ],
)
def test_a_remark_that_would_fit_a_colleague_stays_inside(remark: str) -> None:
    assert read(remark).published == ""


@in_rows(
    "letter",
    [
        "Bonjour, je vous confirme que la carte est prête.",
        "Bonjour Madame,\nN'hésitez pas à revenir vers nous.\nCordialement",
        "Madame Guyon, nous passerons chez vous jeudi.",
        "Madame,\nLe lampadaire est réparé.",
        "Nous avons bien reçu votre demande, elle est au service.",
    ],
)
def test_the_same_in_a_letter_is_sent(letter: str) -> None:
    assert read(letter).published


@in_rows(
    ("pending", "refused"),
    [
        ("Refus, motif officiel à trouver", "Refus, terrain privé"),
        ("Refusé : courrier à rédiger", "Refusé : courrier parti le 12"),
    ],
)
def test_a_refusal_whose_reason_is_still_to_be_found_refuses_nothing(pending: str, refused: str) -> None:
    verbs = [said.verb if isinstance(said := read(text).said, Order) else None for text in (pending, refused)]
    assert verbs == [None, "refuse"]


@in_rows(
    "draft",
    [
        "Projet de réponse : Madame, votre demande est rejetée (à valider par le DGS)",
        "Bonjour Madame, votre dossier est refusé. (Luc, tu valides ?)",
        "Brouillon : Bonjour Madame, votre carte est remise.",
    ],
)
def test_a_draft_is_neither_done_nor_sent(draft: str) -> None:
    words = read(draft)
    assert (isinstance(words.said, Order), words.published) == (False, "")


def test_what_is_put_aside_is_not_taken() -> None:
    assert not isinstance(read("On garde ça sous le coude").said, Order)
    assert isinstance(read("Je le garde").said, Order)


@in_rows(
    ("text", "feeling"),
    [
        ("Merci, enfin si on veut...", "other"),
        ("merci pour le délai, six mois c'est un record", "other"),
        ("C'est mieux que rien", "other"),
        ("Or les dalles demeurent disjointes, comme au premier jour.", "not_solved"),
        ("Still leaking, sorry", "not_solved"),
        ("Je n'ai rien reçu à ce jour", "not_solved"),
        ("On attend encore vos services", "not_solved"),
        ("Plus aucune fuite, tout est sec. Respect.", "thanks"),
    ],
)
def test_half_thanks_are_none_and_what_is_as_before_is_not_solved(text: str, feeling: str) -> None:
    assert feeling_of(text) == feeling


@in_rows(
    ("wish", "none"),
    [
        ("Ne vous déplacez plus, on a retrouvé les clés", "Ne vous déplacez pas lundi, je suis absent"),
        ("Inutile de passer, mon mari l'a réparé", "Inutile de passer avant 10 h"),
        ("Vous pouvez annuler", "Il ne faut pas annuler la salle"),
        ("c'est plus la peine", "C'est bon pour jeudi"),
        ("No need to come any more", "Please come on Monday"),
    ],
)
def test_who_needs_nobody_any_more_wishes_to_cancel_and_who_names_an_hour_does_not(
    wish: str, none: str
) -> None:
    assert (wishes_to_cancel(wish), wishes_to_cancel(none)) == (True, False)


@in_rows(
    ("text", "mark"),
    [
        ("I'd give it a 4", 4),
        ("5 sans hésiter", 5),
        ("Service au top : 5 sur 5", 5),
        ("Un petit 3", 3),
        ("Je serai là à 5 h", None),
        ("entre 3/5 et 4/5", None),
        ("Il reste 3 trous", None),
    ],
)
def test_a_mark_is_read_by_its_scale_or_by_what_makes_it_one(text: str, mark: int | None) -> None:
    score = read_score(text)
    assert (score.mark if score is not None else None) == mark
