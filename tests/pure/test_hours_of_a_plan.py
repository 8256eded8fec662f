"""When on its day planned work happens: read as people write it, said as people say it."""

from __future__ import annotations

from datetime import date, time

import pytest

from intake.words.orders import Order, read_order
from intake.words.when.hours import hours_of
from models.folding import fold
from models.organisation.default_workflow import DEFAULT_WORKFLOW
from models.planned_hours import begin_of, ends_of, hours_said, is_planned_hours, span, within_day

TODAY = date(2026, 11, 29)
#: What an agent writes → what is kept → what the requester reads.
_WRITTEN = (
    ("Planifié jeudi 3/12 à 14h", "14:00", "à 14\u00a0h"),
    ("prévu mardi 14h30", "14:30", "à 14\u00a0h\u00a030"),
    ("prévu jeudi entre 9h et 11h", "09:00-11:00", "entre 9\u00a0h et 11\u00a0h"),
    ("prévu jeudi de 8h à 12h", "08:00-12:00", "entre 8\u00a0h et midi"),
    ("Planifié : jeudi 3/12 9h-11h30", "09:00-11:30", "entre 9\u00a0h et 11\u00a0h\u00a030"),
    ("prévu demain matin", "morning", "le matin"),
    ("Prévu jeudi après-midi", "afternoon", "l’après-midi"),
    ("prévu jeudi matin à 9h", "09:00", "à 9\u00a0h"),
    ("prévu jeudi vers 14h", "~14:00", "vers 14\u00a0h"),
    ("prévu jeudi à partir de 14 heures", "14:00-", "à partir de 14\u00a0h"),
    ("RDV pris le 3/12 à 10h15", "10:15", "à 10\u00a0h\u00a015"),
    ("demain 10 h", "10:00", "à 10\u00a0h"),
    ("Planned Thursday at 2pm", "14:00", "à 14\u00a0h"),
    ("Planifié jeudi 3/12", "", ""),
)


@pytest.mark.parametrize(("written", "kept", "said"), _WRITTEN)
def test_an_order_to_plan_carries_its_hours(written: str, kept: str, said: str) -> None:
    order = read_order(written, DEFAULT_WORKFLOW, today=TODAY)
    assert isinstance(order, Order) and (order.verb, order.hours) == ("plan", kept)
    assert hours_said("fr", order.hours) == said


@pytest.mark.parametrize(
    "written",
    [
        "prévu jeudi, 2h de travail", "prévu jeudi 6h de travail", "intervention de 2h jeudi", "sous 48h",
        "jeudi 9h ou 14h", "de 3 à 5 jours", "le 12/11", "entre le 3 et le 5 décembre", "entre 11h et 9h",
        "jeudi 25h", "semaine 50", "matin ou après-midi", "", "h" * 5000, "9h" * 3000,
    ],
)  # fmt: skip
def test_what_is_no_hour_of_a_day_or_two_of_them_is_none(written: str) -> None:
    assert hours_of(fold(written)) == ""


def test_hours_that_are_kept_are_one_of_the_forms() -> None:
    for written, kept, _ in _WRITTEN:
        assert is_planned_hours(kept), written
    for wrong in ("24:00", "9:00", "11:00-09:00", "10:00-10:00", "-", "noon", "14:00 ", "~", "~14:00-15:00"):
        assert not is_planned_hours(wrong), wrong


def test_a_list_of_a_day_and_a_calendar_know_where_to_put_it() -> None:
    assert [begin_of(each) for each in ("", "~14:30", "-10:00", "09:00-11:00", "morning")] == [
        time(12), time(14, 30), time(10), time(9), time(8)
    ]  # fmt: skip
    assert ends_of("09:00-11:00") == (time(9), time(11))
    assert ends_of("14:00") == (time(14), time(15)) and ends_of("23:30") == (time(23, 30), time.max)
    assert [ends_of(each) for each in ("", "~14:00", "14:00-", "-14:00", "evening")] == [None] * 5


def test_two_fields_of_a_page_make_hours() -> None:
    assert [span("14:00"), span("09:00", "11:00"), span("", "10:00"), span("", ""), span("11:00", "09:00")] == [
        "14:00", "09:00-11:00", "-10:00", "", ""
    ]  # fmt: skip


def test_hours_stand_behind_their_day_in_both_languages() -> None:
    assert [within_day("fr", each) for each in ("14:00", "morning", "14:00-", "", "<b>")] == [
        " à 14\u00a0h", ", le matin", " à partir de 14\u00a0h", "", ""
    ]  # fmt: skip
    assert [within_day("en", each) for each in ("14:00", "evening", "-09:30", "~08:00", "09:00-12:00")] == [
        " at 14:00", ", in the evening", ", before 09:30", ", about 08:00", ", between 09:00 and 12:00"
    ]  # fmt: skip
