"""The compiled index decides exactly as the slow, obvious implementation does."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from dispatch.rules.decision import Facts
from dispatch.rules.route import compile_rules, route
from models.organisation import Action, Building, Condition, Organisation, Rule, Service, Town
from tests.obvious_routing import is_true, obvious_route
from tests.sampling import a_part_of_the_inputs

WHEN = datetime(2026, 3, 3, 9, tzinfo=UTC)
#: Words near one another, so that families, typos and names inside names really happen.
VOCABULARY = [
    "école", "ecole", "écoles", "ecol", "jules", "jule", "ferry", "fery", "féry", "julesferry", "j", "curie", "marie",
    "mairie", "maire", "rue", "r", "av", "avenue", "des", "de la", "l'", "lampadaire", "lampadaires", "lampadère",
    "éclairage", "public", "trou", "trous", "troué", "12", "21", "gymnase", "gimnase", "médiathèque", "mediateque",
    "=trou", "médiathècqe", "bibliothèque", "bubliothaque", "bibiloteque", "bibliothek", "nid", "poule", "lecole", "trottoir", "trotoir", "trotoirs", "lavoir", "avoir", "pas", "Œuvre", "oeuvre",
]  # fmt: skip
phrase = st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=3).map(" ".join)
text = st.lists(st.sampled_from([*VOCABULARY, ".", "\n", ", "]), max_size=25).map(" ".join)
keywords = st.lists(phrase, max_size=3).map(tuple)
BUILDINGS = ("a", "b", "c")


def conditions(children: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    return st.builds(
        Condition,
        all=st.lists(children, max_size=2).map(tuple),
        any=st.lists(children, max_size=2).map(tuple),
        negated=st.none() | children,
    )


some_keywords = st.lists(phrase, min_size=1, max_size=3).map(tuple)
patterns = st.sampled_from(["tr[oO]us?", "É.ole", r"\S+x", "(", "jules? +f", r"\d\d", "^$", "x*"])
#: One thing asked at a time: conditions that ask everything at once never hold.
leaf = st.one_of(
    st.builds(Condition, words=some_keywords),
    st.builds(Condition, words=keywords, subject=some_keywords),
    st.builds(Condition, text=some_keywords),
    st.builds(Condition, reply=some_keywords),
    st.builds(Condition, regex=patterns.map(lambda one: (one,))),
    st.builds(Condition, building=st.sampled_from([*BUILDINGS, "*"]).map(lambda one: (one,)), words=keywords),
    st.builds(Condition, street=phrase.map(lambda one: (one,))),
    st.builds(Condition, language=st.sampled_from([(), ("fr",), ("en",)])),
)
condition = st.recursive(leaf, conditions, max_leaves=4)


@st.composite
def organisations(draw: st.DrawFn) -> Organisation:
    rules = tuple(
        Rule(
            key=f"r{at}",
            when=draw(condition),
            then=Action(tags=(f"t{at}",), service=draw(st.sampled_from([None, "one", "two"]))),
            stop=draw(st.booleans()),
            enabled=draw(st.integers(0, 9)) > 0,
        )
        for at in range(draw(st.integers(0, 5)))
    )
    buildings = tuple(
        Building(key=key, name=draw(phrase), aliases=tuple(draw(st.lists(phrase, max_size=1))))
        for key in BUILDINGS
    )
    services = (Service(key="one", name="One"), Service(key="two", name="Two"))
    return Organisation(
        town=Town(name="Town", default_service="one"), services=services, buildings=buildings, rules=rules
    )


def without_bad_patterns(organisation: Organisation) -> Organisation:
    good = tuple(
        rule for rule in organisation.rules if '"("' not in rule.model_dump_json()
    )  # the obvious way raises on them
    return organisation.model_copy(update={"rules": good})


@a_part_of_the_inputs(one_in=2)
@given(organisations(), text, text, text, st.sampled_from(["fr", "en"]))
def test_the_index_gives_the_same_decision_and_the_same_steps(
    organisation: Organisation, subject: str, reply: str, quoted: str, language: str
) -> None:
    organisation = without_bad_patterns(organisation)
    facts = Facts(
        received_at=WHEN, subject=subject, reply=reply, text=f"{reply}\n{quoted}", language=language
    )
    assert route(facts, compile_rules(organisation)) == obvious_route(facts, organisation)


def without_street_or_pattern(one: Condition) -> bool:
    written = one.model_dump_json(exclude_defaults=True)
    return "regex" not in written and "street" not in written


@a_part_of_the_inputs(one_in=2)
@given(condition.filter(without_street_or_pattern), text, text)
def test_a_rule_matches_exactly_when_its_condition_is_true(one: Condition, subject: str, reply: str) -> None:
    organisation = Organisation(
        town=Town(name="Town", default_service="one"),
        services=(Service(key="one", name="One"),),
        buildings=(
            Building(key="a", name="école Jules Ferry"),
            Building(key="b", name="Jules", aliases=("mairie",)),
        ),
        rules=(Rule(key="r", when=one),),
    )
    facts = Facts(received_at=WHEN, subject=subject, reply=reply, text=reply)
    step = route(facts, compile_rules(organisation)).steps[0]
    assert (step.rule, step.matched) == ("r", is_true(one, facts, organisation))


@a_part_of_the_inputs(one_in=2)
@given(st.text(max_size=300), st.text(max_size=300), organisations())
def test_routing_never_raises_whatever_the_message(
    subject: str, body: str, organisation: Organisation
) -> None:
    decision = route(Facts(received_at=WHEN, subject=subject, text=body), compile_rules(organisation))
    assert decision.service in ("one", "two")
