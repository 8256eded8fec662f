"""Tags of a request, as forms and programs say them."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from dispatch.requests.editing import change_tags, read_tags
from dispatch.web.acting.acts import Done, NotDone
from dispatch.web.acting.changing import changing
from models.errors import InvalidValue
from models.organisation import Organisation

if TYPE_CHECKING:
    from dispatch.web.frame.form import Form
    from dispatch.web.frame.visit import Visit


def typed_tags(written: str) -> tuple[str, ...]:
    """The tags that somebody typed. Raises NotDone for one that is too long, and for too many."""
    try:
        return read_tags(written)
    except InvalidValue as wrong:
        raise NotDone("tags_too_many") from wrong


def tag(
    visit: Visit, request_id: int, add: Collection[str], remove: Collection[str], seen: int | None
) -> Done:
    """Give the request tags and take others from it. Raises Newer, NotDone."""
    with changing(visit, request_id, "tag", seen=seen) as change:
        try:
            change_tags(change, add, remove)
        except InvalidValue as wrong:
            raise NotDone("tags_too_many") from wrong
    return Done()


def tag_by_form(visit: Visit, request_id: int, form: Form, seen: int | None) -> Done:
    """The tags as the form leaves them: what it does not have any more goes, what it has besides comes; what
    a colleague gave meanwhile stays. Raises Newer, NotDone.
    """
    before, after = typed_tags(form.text("etiquettes_avant")), typed_tags(form.text("etiquettes"))
    return tag(visit, request_id, after, set(before) - set(after), seen)


def known_tags(organisation: Organisation) -> list[str]:
    """The tags that rules of the town give, in their order of letters."""
    return sorted({each for rule in organisation.rules for each in rule.then.tags})
