"""What rules did, in words; what another version would do; what corrections teach."""

from __future__ import annotations

from datetime import UTC, datetime

from dispatch.rules.decision import AttachmentFacts, Decision, Facts, Step
from dispatch.rules.explain import explain
from dispatch.rules.route import compile_rules, route
from dispatch.trials.backtest import backtest
from dispatch.trials.suggestions import Placed, suggest, suggest_themes, use_of_rules
from models.organisation import Action, Condition, Label, Near, Organisation, Rule
from models.organisation_files.editing import edit_part
from models.organisation_files.sample import load_sample
from models.values import Reference

TOWN = load_sample()
WHEN = datetime(2026, 3, 3, 10, tzinfo=UTC)


def facts(text: str, **given: object) -> Facts:
    return Facts(received_at=WHEN, text=text, reply=text, **given)  # type: ignore[arg-type]  # by name


def with_rule(when: Condition, then: Action, **given: object) -> Organisation:
    rule = Rule(key="new", when=when, then=then, **given)  # type: ignore[arg-type]  # by name
    return TOWN.model_copy(update={"rules": (rule, *TOWN.rules)})


def decided(organisation: Organisation, message: Facts) -> Decision:
    return route(message, compile_rules(organisation))


def test_the_steps_say_which_words_were_found_where() -> None:
    decision = decided(TOWN, facts("devant l'ecole jule fery", subject="Lampadaires HS"))
    assert list(explain(decision.steps, TOWN)) == [
        "✓ rule “Éclairage public”: “Lampadaires” in the subject (keyword lampadaire); the exception "
        "does not apply"
        " → service voirie, type signalement, tag eclairage (stops here)",
        "✓ building named: “ecole jule fery” in the text names ecole-jules-ferry → building "
        "ecole-jules-ferry",
        "✓ request type → due working days 10",
        "✓ assignment: least loaded in voirie → assignee marc-durand",
        "· 1 rule did not match",
    ]


def test_everything_that_a_rule_can_do_has_its_french() -> None:
    every: dict[str, object] = {
        "service": "voirie", "building": "gymnase-guimard", "type": "signalement", "priority": "low",
        "assignee": "marc-durand", "tasks": ("Sécuriser",), "tags": ("nuit",), "due_working_days": 3,
        "due_working_hours": 4, "acknowledge": False, "acknowledge_template": "court",
        "forward_to": ("astreinte@example.org",), "partner": "agglo", "incident": "join",
    }  # fmt: skip
    ways: tuple[dict[str, object], ...] = (
        every,
        {"hold": "à lire"},
        {"refuse": {"fr": "Non."}},
        {"spam": True},
    )
    assert set(Action.model_fields) == {name for way in ways for name in way}
    said = []
    for way in ways:
        town = with_rule(Condition(), Action.model_validate(way), stop=True)
        said.append(next(iter(explain(decided(town, facts("Bonjour")).steps, town, locale="fr"))))
    assert [line.partition(" → ")[2].removesuffix(" (s’arrête ici)") for line in said] == [
        "service voirie, bâtiment gymnase-guimard, modèle signalement, priorité basse, confiée à marc-durand, "
        "échéance en jours ouvrés 3, échéance en heures ouvrées 4, accusé de réception non, accusé de réception "
        "d’après court, incident réunir, transmettre à agglo, étiquette nuit, copie à astreinte@example.org, "
        "tâche Sécuriser",
        "retenir\u00a0: à lire",
        "répondre\u00a0: Non.",
        "indésirable oui",
    ]


def test_steps_come_back_from_json_as_they_were() -> None:
    decision = decided(TOWN, facts("danger, un arbre près du parc de la Loire"))
    assert tuple(Step.from_json(step) for step in decision.steps_as_json()) == decision.steps


def test_the_first_rule_to_set_something_wins_and_the_second_says_so() -> None:
    town = with_rule(Condition(words=("trou",)), Action(service="accueil"))
    decision = decided(town, facts("un trou"))
    assert decision.service == "accueil"
    assert any("service=voirie (kept)" in step.actions for step in decision.steps)


def test_a_rule_to_a_closed_service_leaves_the_request_to_others() -> None:
    town = edit_part(
        with_rule(Condition(), Action(service="scolaire")), "services", "scolaire", {"closed": True}
    )
    assert decided(town, facts("bonjour")).service == "accueil"


def test_nothing_matched_goes_to_the_default_service() -> None:
    decision = decided(TOWN, facts("bonjour"))
    assert (decision.service, decision.disposition, decision.acknowledge) == ("accueil", "request", True)


def test_the_mailbox_written_to_says_the_service_when_no_rule_does() -> None:
    assert decided(TOWN, facts("bonjour", recipients=("scolaire@ville.test",))).service == "scolaire"
    assert (
        decided(TOWN, facts("bonjour", recipients=("mairie@ville.test", "voirie@ville.test"))).service
        == "voirie"
    )


def test_refusing_answers_and_does_not_acknowledge() -> None:
    town = with_rule(
        Condition(words=("eau",)), Action(refuse=Label(fr="Voyez le syndicat.", en="See the board."))
    )
    assert decided(town, facts("ma facture d'eau")).answer == "Voyez le syndicat."
    english = decided(town, facts("ma facture d'eau", language="en"))
    assert (english.disposition, english.answer, english.acknowledge) == ("refuse", "See the board.", False)


def test_of_two_ends_the_first_stands() -> None:
    town = with_rule(Condition(), Action(hold="look first"))
    town = town.model_copy(update={"rules": (*town.rules, Rule(key="spam", then=Action(spam=True)))})
    assert decided(town, facts("bonjour")).disposition == "hold"


def test_a_photo_near_a_building_is_found_by_its_position() -> None:
    town = with_rule(
        Condition(near=Near(buildings=("ecole-jules-ferry",), metres=100)), Action(tags=("near",))
    )
    here = (AttachmentFacts("a.jpg", "image/jpeg", 1, 47.4036, 0.6843),)
    there = (AttachmentFacts("a.jpg", "image/jpeg", 1, 47.4136, 0.6843),)
    assert decided(town, facts("voir photo", attachments=here)).tags == ("near",)
    assert decided(town, facts("voir photo", attachments=there)).tags == ()


def test_conditions_on_the_clock_are_the_towns() -> None:
    night = with_rule(Condition(hours=("22:00-06:00",)), Action(tags=("night",)))
    late = Facts(received_at=datetime(2026, 7, 1, 20, 30, tzinfo=UTC))  # 22:30 in Paris
    assert decided(night, late).tags == ("night",)
    closed = with_rule(Condition(open=False), Action(tags=("closed",)))
    assert decided(closed, facts("x")).tags == ()
    assert decided(closed, Facts(received_at=datetime(2026, 7, 14, 10, tzinfo=UTC))).tags == ("closed",)


def test_senders_recipients_and_files_are_compared_as_written_in_the_guide() -> None:
    message = facts(
        "x", sender_address="anne@eaux.prefecture.example", recipients=("voirie@ville.test",),
        attachments=(AttachmentFacts("Devis Été.PDF", "application/pdf"),),
    )  # fmt: skip
    for condition, holds in (
        (Condition(sender=("@prefecture.example",)), True),
        (Condition(sender=("@fecture.example",)), False),
        (Condition(recipient=("voirie@",)), True),
        (Condition(recipient=("irie@",)), False),
        (Condition(attachment_name=("devis ete*",)), True),
        (Condition(attachment_type=("image/*",)), False),
        (Condition(attachments_at_least=2), False),
    ):
        assert ("yes" in decided(with_rule(condition, Action(tags=("yes",))), message).tags) == holds


def test_a_backtest_shows_what_moves_and_counts_it() -> None:
    new = compile_rules(edit_part(TOWN, "rules", "chaussee", {"then": {"service": "batiments"}}))
    old = compile_rules(TOWN)
    moves = backtest(old, new, [("2026-00001", facts("un trou")), ("2026-00002", facts("la cantine"))])
    assert [move.name for move in moves.moves] == ["2026-00001"]
    assert moves.by_service() == [("voirie", "batiments", 1)]
    assert moves.summary() == "1 of 2 would go elsewhere, 0 more would be treated differently."
    assert ("service", "voirie", "batiments") in moves.moves[0].differences


def test_the_same_rules_move_nothing() -> None:
    index = compile_rules(TOWN)
    assert backtest(index, index, [("1", facts("un trou à l'école Jules Ferry"))]).moves == ()


def placed(number: int, routed: str, ended: str, text: str) -> Placed:
    steps = (Step("danger", True, (), (f"service={routed}",)),)
    return Placed(str(Reference(2026, number)), routed, ended, "", text, steps)


def test_corrections_propose_the_word_they_share_with_their_evidence() -> None:
    past = [
        placed(1, "accueil", "voirie", "bonjour un ralentisseur serait utile"),
        placed(2, "accueil", "voirie", "les ralentisseurs sont abimés"),
        placed(3, "accueil", "voirie", "bonjour, ralentisseur svp"),
        placed(4, "accueil", "accueil", "bonjour, quels horaires ?"),
        placed(5, "voirie", "voirie", "le ralentisseur encore"),
    ]
    (proposal,) = suggest(past)
    assert (proposal.service, proposal.keyword) == ("voirie", "ralentisseur")
    assert proposal.moved == ("2026-00001", "2026-00002", "2026-00003")
    assert proposal.evidence == "in 3 moved there and 1 sent there, never elsewhere"


def test_a_word_that_is_everywhere_is_not_proposed() -> None:
    past = [
        placed(at, "accueil", "voirie" if at % 2 else "accueil", "la commune devrait agir")
        for at in range(12)
    ]
    assert suggest(past) == []


def test_a_theme_is_proposed_for_the_service_that_gets_it_in_the_end() -> None:
    """Each in other words, so that no keyword stands out."""
    past = [
        placed(1, "accueil", "police", "Un chien errant rue du Stade"),
        placed(2, "voirie", "police", "J'ai perdu mon chat"),
        placed(3, "accueil", "police", "des moutons sur la route"),
        placed(4, "police", "police", "morsure par un animal sans laisse"),
        placed(5, "accueil", "police", "bonjour"),
    ]
    (proposal,) = suggest_themes(past, {"eclairage": "voirie"})
    assert (proposal.service, proposal.theme, proposal.owner) == ("police", "animaux", None)
    assert proposal.moved == ("2026-00001", "2026-00002", "2026-00003") and proposal.already == 1
    assert suggest_themes(past, {"animaux": "police"}) == []
    elsewhere = [placed(at, "accueil", "voirie", "Un chien errant") for at in (6, 7)]
    assert suggest_themes([*past, *elsewhere], {}) == [], "too many end elsewhere"


def test_the_use_of_rules_counts_matches_and_corrections() -> None:
    past = [placed(1, "accueil", "voirie", "x"), placed(2, "accueil", "accueil", "x")]
    used, unused = use_of_rules(["danger", "never"], past)
    assert (used.matched, used.decided, used.moved) == (2, 2, 1)
    assert (unused.matched, unused.decided, unused.moved) == (0, 0, 0)


def test_a_type_that_asks_for_fields_reads_them_and_names_what_is_missing() -> None:
    fields = [
        {"key": "nom", "label": "Nom", "required": True},
        {"key": "date", "label": "Né le", "kind": "date", "required": True},
    ]
    town = edit_part(TOWN, "request_types", "acte-etat-civil", {"fields": fields})
    decision = decided(town, facts("Un acte de naissance svp.\nNom : Lefort"))
    assert (decision.fields, decision.missing_fields) == ({"nom": "Lefort"}, ("date",))
