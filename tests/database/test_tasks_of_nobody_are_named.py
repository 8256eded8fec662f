"""A task that a rule makes and nobody has reaches whoever gets the request, in the notice of the request."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.organisation import Action, Condition, Rule
from models.organisation.rules import RuleTask
from models.store.database import Database
from models.store.organisations import apply, load, newest_version
from tests.counter import Counter
from tests.desk import Desk, sample

HOLE = "Il y a un grand trou rue du Moulin."
FENCE = RuleTask(title="Baliser le trou")


@pytest.mark.parametrize(
    ("task", "named"), [(FENCE, ["Baliser le trou"]), (FENCE.model_copy(update={"agent": "paul-girard"}), [])]
)
def test_the_notice_of_a_request_names_the_tasks_that_nobody_has(
    town_database: Database, tmp_path: Path, task: RuleTask, named: list[str]
) -> None:
    counter = Counter(Desk(town_database, tmp_path))
    rule = Rule(
        key="trous", when=Condition(words=("trou",)), then=Action(service="espaces-verts", tasks=(task,))
    )
    services = tuple(each.model_copy(update={"assignment": "none"}) for each in sample().services)
    with counter.desk.database.transaction() as session:
        town = load(session, newest_version(session) or 0).organisation
        changed = town.model_copy(update={"rules": (rule, *town.rules), "services": services})
        apply(session, changed, by="a test", note="", now=counter.desk.clock())
    counter.citizen(HOLE)
    told = counter.outbox("assigned")
    assert [each["data"]["tasks"] for each in told] == [named]
    assert [each["state"] for each in counter.request()["tasks"]] == ["open"]
    assert len(counter.outbox("task_assigned")) == (0 if named else 1)
    counter.desk.close()
