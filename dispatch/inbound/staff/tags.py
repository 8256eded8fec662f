"""« étiquettes : école, nid de poule », « sans étiquette : urgent »: words to find a request by."""

from __future__ import annotations

from functools import partial

from dispatch.history.change import Change
from dispatch.inbound.case import Case
from dispatch.inbound.staff.several.looked_up import Made, Wrong
from dispatch.requests.editing import MOST_TAGS, change_tags, read_tags, tags_of
from intake.words.staff.lines import LineOrder
from models.errors import InvalidValue


def tagged(_case: Case, change: Change, line: LineOrder) -> Made | Wrong:
    """Tags that the request is given, or with « sans » those that are taken from it."""
    try:
        tags = read_tags(line.name)
    except InvalidValue:
        return Wrong("line_wrong", line.written)
    if not tags or len({*tags_of(change), *tags}) > MOST_TAGS:
        return Wrong("line_wrong", line.written)
    given = {"remove": tags} if line.kind == "untag" else {"add": tags}
    return partial(change_tags, change, **given), ""
