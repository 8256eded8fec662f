"""Ready answers: two of one number, types that do not exist, no words."""

from __future__ import annotations

from collections.abc import Iterator

from dispatch.check.problem import Problem, error, repeated
from models.nearest import nearest
from models.organisation import Organisation
from models.organisation_files.lines import Path


def check_answers(organisation: Organisation) -> Iterator[Problem]:
    """Each number means one answer, for types that there are, and says something."""
    numbered = ((str(each.number), ("answers", at, "number")) for at, each in enumerate(organisation.answers))
    for number, path, first in repeated(numbered):
        yield error(f"The number {number} is used already by number {int(first[1]) + 1} of answers.", *path)
    types = [each.key for each in organisation.request_types]
    for at, answer in enumerate(organisation.answers):
        here: Path = ("answers", at)
        for kind in answer.types:
            if kind not in types:
                yield error(f"No request type '{kind}'.{nearest(kind, types)}", *here, "types")
        if not answer.text.fr.strip():
            yield error("This answer says nothing.", *here, "text")
