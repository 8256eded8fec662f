"""A town overseas opens, counts its delays and reminds by its own clock, not by that of Paris."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from dispatch.check.advice import advise
from models.organisation import Organisation
from models.organisation.town import CLOCKS, REGIONS
from models.organisation.working_time import due_after_hours, is_open
from models.organisation_files.answers import organisation_from
from models.organisation_files.reading import Parts
from models.organisation_files.sample import load_sample

ANSWERS = {"administrator": "Marie Petit <marie.petit@agents.ville.test>"}


def warned(town: Organisation) -> list[str]:
    told = advise(town, Parts(town))
    return [each.message for each in told if "the clock is that of Paris" in each.message]


def test_every_place_overseas_has_a_clock_that_exists_and_is_not_that_of_paris() -> None:
    assert set(CLOCKS) == set(REGIONS)
    noon = datetime(2026, 1, 15, 12, tzinfo=UTC)
    paris = noon.astimezone(ZoneInfo("Europe/Paris")).utcoffset()
    assert all(noon.astimezone(ZoneInfo(clock)).utcoffset() != paris for clock in CLOCKS.values())


def test_the_first_file_of_a_town_overseas_goes_by_its_own_clock() -> None:
    town = organisation_from({**ANSWERS, "holidays": "La Réunion"}).town
    assert (town.holidays, town.time_zone) == ("reunion", "Indian/Reunion")
    # Half past eight in the morning at Saint-Denis is half past five in Paris, in winter.
    morning = datetime(2026, 1, 15, 4, 30, tzinfo=UTC)
    assert is_open(town, morning.astimezone(town.zone))
    assert due_after_hours(town, morning, 2) == datetime(2026, 1, 15, 6, 30, tzinfo=UTC)
    assert organisation_from({**ANSWERS, "holidays": "alsace-moselle"}).town.time_zone == "Europe/Paris"


def test_a_town_overseas_with_the_clock_of_paris_is_told_what_to_write() -> None:
    sample = load_sample()
    far = sample.model_copy(update={"town": sample.town.model_copy(update={"holidays": "martinique"})})
    (said,) = warned(far)
    assert 'time_zone = "America/Martinique"' in said
    own = far.town.model_copy(update={"time_zone": "America/Martinique"})
    assert warned(far.model_copy(update={"town": own})) == [] == warned(sample)
