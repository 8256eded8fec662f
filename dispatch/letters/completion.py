"""What the organisation says today, put into the details of a notice: labels, words, remedies."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from dispatch.letters.enclosed.report import with_charts
from dispatch.letters.orders_shown import coming_day, date_example, word_of, word_to, words_shown
from dispatch.letters.readers import Reader, state_for
from dispatch.letters.subjects import shown_subject
from dispatch.notices.alerts import KEYS, explanation_of, summary_of
from dispatch.notices.details import (
    Acknowledgement,
    Alert,
    CommandHelp,
    Details,
    SetAsideDetails,
    StateChange,
    TaskDetails,
    Undeliverable,
)
from dispatch.notices.done import Undone, VisaAsked
from dispatch.notices.lists.listed import EndedTogether, HeldMail, WorkItem, WorkList, with_each
from dispatch.notices.lists.report import Report, ReportLine, ReportTable
from dispatch.notices.why.became import why_it_became
from dispatch.notices.why.reasons import why_undelivered
from dispatch.queries.figures.counted import Figure
from dispatch.queries.figures.words import label_of, name_of, period_of, row_name, table_name, value_of
from models.organisation import Workflow
from models.organisation.working_time import months_after
from models.store.organisations import InForce


def complete(
    details: Details, request: Any, in_force: InForce, locale: str, today: date, *, reader: Reader = "staff"
) -> Details:
    """`details` with what the organisation says today: labels, questions, a paragraph of the request type.
    `reader`: whoever does not work here reads of states what is meant for them.
    """
    if isinstance(details, Alert) and details.key in KEYS:
        said = (details.key, details.values, locale)
        below = explanation_of(details.key, details.explains, details.values, locale)
        return details.model_copy(update={"summary": summary_of(*said), "explanation": below})
    if isinstance(details, WorkList):
        theirs = isinstance(details, EndedTogether) and details.taken_over
        return with_each(details, lambda item: _work_item(item, in_force, locale, theirs=theirs))
    if isinstance(details, SetAsideDetails):
        return details.model_copy(update={"reason": why_it_became(details.reason, locale)})
    if isinstance(details, HeldMail):
        lines = (
            item.model_copy(update={"reason": why_it_became(item.reason, locale)}) for item in details.items
        )
        return details.model_copy(update={"items": tuple(lines)})
    if isinstance(details, Report):
        return _report(details, locale)
    if request is None:
        return details
    organisation = in_force.organisation
    if isinstance(details, Undeliverable):
        return details.model_copy(update={"reason": why_undelivered(details.reason, locale)})
    workflow = organisation.workflow(request.workflow_key)
    if isinstance(details, CommandHelp):
        return details.model_copy(
            update={
                "nearest": tuple(
                    word_of(workflow, each, locale) if each in workflow.verbs else each
                    for each in details.nearest
                ),
                "date_example": date_example(
                    workflow, request.state, locale, coming_day(organisation.town, today)
                ),
                **_ends_of_task(workflow, locale),
            }
        )
    if isinstance(details, VisaAsked):
        leads_to = workflow.state(details.state)
        return details.model_copy(
            update={"state": leads_to.label.text(locale) if leads_to is not None else details.state}
        )
    if isinstance(details, Undone):
        true, mistaken = workflow.state(details.to_state), workflow.state(details.from_state)
        return details.model_copy(
            update={
                "state": true.told(locale) if true is not None else details.to_state,
                "mistaken": mistaken.told(locale) if mistaken is not None else details.from_state,
            }
        )
    if isinstance(details, TaskDetails):
        return details.model_copy(update=_ends_of_task(workflow, locale))
    kind = organisation.request_type(in_force.request_type_key(request.request_type_id))
    if isinstance(details, StateChange):
        state = workflow.state(details.to_state or request.state)
        return details.model_copy(
            update={
                "state": state_for(state, request.state, locale, reader),
                "silence": kind.silence.effect if kind is not None else "none",
                "remedies": kind.silence.remedies.text(locale) if kind is not None else "",
            }
        )
    if isinstance(details, Acknowledgement) and kind is not None:
        received_on = organisation.town.local_day(details.received_at)
        return details.model_copy(
            update={
                "paragraph": kind.acknowledgement.text(locale),
                "questions": tuple(
                    field.question.text(locale) or field.label.text(locale)
                    for field in kind.fields
                    if field.key in details.missing_fields
                ),
                "silence": kind.silence.effect,
                "silence_on": months_after(received_on, kind.silence.months),
                # Of a street signal nobody is given a date: nothing of it is refused for want of an answer.
                "missing_by": (
                    received_on + timedelta(days=kind.missing_days)
                    if kind.silence.effect != "none" and details.missing_fields
                    else None
                ),
                "remedies": kind.silence.remedies.text(locale),
            }
        )
    return details


def _ends_of_task(workflow: Workflow, locale: str) -> dict[str, str]:
    return {
        "done_word": _task_words(workflow, locale)[0],
        "refused_word": word_to(workflow, "refused", locale),
    }


def _task_words(workflow: Workflow, locale: str) -> tuple[str, ...]:
    """Words that end a task: what its request is done with, else the plain one; and what refuses it."""
    done = word_to(workflow, "done", locale) or ("done" if locale == "en" else "fait")
    refused = word_to(workflow, "refused", locale)
    return (done, refused) if refused else (done,)


def _report(details: Report, locale: str) -> Report:
    def said(line: ReportLine) -> ReportLine:
        figure = Figure(line.name, line.unit, line.value, ())
        shown = value_of(figure, locale, hours_a_day=details.hours_a_day, currency=details.currency)
        return line.model_copy(update={"label": name_of(line.name, locale), "shown": shown})

    def titled(table: ReportTable) -> ReportTable:
        bars = tuple(
            bar.model_copy(update={"label": label_of(table.name, bar.key, bar.label, locale)})
            for bar in table.bars
        )
        return table.model_copy(
            update={"title": table_name(table.name, locale), "of": row_name(table.name, locale), "bars": bars}
        )

    whole = details.model_copy(
        update={
            "period": period_of(details.since, details.until, locale),
            "today": tuple(map(said, details.today)),
            "lines": tuple(map(said, details.lines)),
            "tables": tuple(map(titled, details.tables)),
        }
    )
    return with_charts(whole, locale)


def _work_item(item: WorkItem, in_force: InForce, locale: str, *, theirs: bool = False) -> WorkItem:
    """The line with its words; `theirs`: it is a colleague's, whose work nobody else ends by a word."""
    workflow = in_force.organisation.workflow(item.workflow)
    state = workflow.state(item.state)
    return item.model_copy(
        update={
            "subject": shown_subject(item.subject, locale),
            "state_label": state.label.text(locale) if state is not None else item.state,
            "answers": () if theirs else _line_words(item, workflow, locale),
        }
    )


def _line_words(item: WorkItem, workflow: Workflow, locale: str) -> tuple[str, ...]:
    """What can be answered about a line: of words that wait for a visa, that they may leave or not."""
    if item.visa:
        yes, no = ("approve", "do not approve") if locale == "en" else ("viser", "ne pas viser")
        return f"{yes} {item.visa}", f"{no} {item.visa}"
    return _task_words(workflow, locale) if item.task else words_shown(workflow, item.state, locale)
