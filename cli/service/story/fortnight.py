"""An invented fortnight, played into an empty town: every message by its door, every answer to a notice that
was sent, each at its hour.

Nothing is written into the tables directly: what a newcomer sees was decided by the same code as in a real
town, by a clock that is turned.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import datetime, time, timedelta
from itertools import count

from cli.office import Office
from cli.service.assembly.mailing import make_email_carrier
from cli.service.assembly.texting import make_text_carrier
from cli.service.story.posted import Sent, answer_arrival, arrival, can_be_answered, text_arrival
from cli.service.story.told import Step, Story, read_fortnight, said, when
from cli.service.story.turned_clock import TurnedClock
from dispatch.delivery.deliver import Deliverer
from dispatch.delivery.eligibility import Hooks
from dispatch.inbound.process import Processor
from dispatch.letters.render import Renderer
from dispatch.notices.queue import find
from dispatch.queries.inbox import show_inbound
from dispatch.queries.requests import get_request, show_request
from dispatch.rules.in_force import Organisations
from dispatch.upkeep.schedule import Schedule
from dispatch.upkeep.traces import Traces
from intake.ledger.arrival import Arrival
from intake.ledger.reception import Reception
from intake.reading.reader import Reader
from intake.sms.short_codes import codes_in
from models.organisation import Agent
from models.organisation.working_time import is_working_day
from models.vocabulary import Audience

#: How long the fortnight is, with the day on which it begins.
DAYS = 14
#: When staff get their lists, by the schedule of a real town.
MORNING = time(7)
#: Until then a notice that could still be taken back has left.
SOON = timedelta(minutes=4)


class Fortnight:
    """Plays the fortnight that ends at `now` into the town of `office`, which has no message yet."""

    def __init__(self, office: Office, clock: TurnedClock, now: datetime) -> None:
        self._office, self._clock, self._now = office, clock, now
        settings = office.settings
        self._organisations = Organisations()
        with office.database.reading() as session:
            self._organisation = self._organisations.current(session).in_force.organisation
        self._town = self._organisation.town
        self._reception = Reception(office.database, office.files)
        self._reader = Reader(settings.work.model_copy(update={"readers": 1}), office.files)
        self._processor = Processor(
            office.database, office.files, self._reader, office.signer, settings, clock
        )
        self._letters = Sent(make_email_carrier(settings))
        self._texts = Sent(make_text_carrier(settings))
        self._deliverer = Deliverer(
            office.database,
            office.files,
            {"email": self._letters, "sms": self._texts},
            Renderer(settings.templates_dir),
            office.signer,
            settings,
            clock,
            organisations=self._organisations,
            hooks=Hooks(bare_copy=self._reader.bare_copy),
        )
        self._schedule = Schedule(
            office.database,
            self._organisations,
            settings,
            clock,
            time_zone=self._town.time_zone,
            doors=(),
            on_told=lambda: None,
        )
        self._traces = Traces(office.database, self._organisations, settings, clock)
        self._order = count()
        self._taken = 0
        #: What is to come, the next first: its time, an order among equals, what is done.
        self._to_come: list[tuple[datetime, int, Callable[[], None]]] = []

    def play(self, on_morning: Callable[[datetime, int], None] = lambda _now, _taken: None) -> int:
        """Play it; how many messages came in. `on_morning` hears of each working day, and how many came so
        far.
        """
        begins = self._clock()
        stories = read_fortnight(self._town, self._now)
        for story in stories:
            self._plan(story.at, lambda story=story: self._begin(story))  # type: ignore[misc]
        for day in range(DAYS + 1):
            local = (begins + timedelta(days=day)).astimezone(self._town.zone)
            if is_working_day(self._town, local.date()):
                at = datetime.combine(local.date(), MORNING, self._town.zone)
                self._plan(at, lambda: self._morning(on_morning))
        try:
            while self._to_come:
                at, _, happens = heapq.heappop(self._to_come)
                self._go_on_to(at)
                happens()
                self._work()
            self._go_on_to(self._now)
            self._work()
            self._traces.run()
        finally:
            self._reception.close()
            self._reader.close()
            self._deliverer.close()
        return self._taken

    def _plan(self, at: datetime, happens: Callable[[], None]) -> None:
        if self._clock() <= at <= self._now:
            heapq.heappush(self._to_come, (at, next(self._order), happens))

    def _go_on_to(self, at: datetime) -> None:
        """Turn the clock; what was due on the way leaves at its time."""
        soon = self._clock() + SOON
        if soon < at:
            self._clock.turn(soon)
            self._deliver()
        self._clock.turn(at)

    def _work(self) -> None:
        while self._processor.process_next():
            pass
        self._deliver()

    def _deliver(self) -> None:
        while self._deliverer.deliver_next():
            pass

    def _take(self, what: Arrival) -> int:
        self._taken += 1
        return self._reception.accept(what)

    def _morning(self, on_morning: Callable[[datetime, int], None]) -> None:
        on_morning(self._clock(), self._taken)
        self._schedule.run_now("reminders")
        self._traces.run()

    # --- One request --------------------------------------------------------------------------------------

    def _begin(self, story: Story) -> None:
        ledger_id = self._take(arrival(story.message, self._clock(), self._office.settings.mail.addresses[0]))
        self._work()
        with self._office.database.reading() as session:
            reference = show_inbound(session, ledger_id)["request"]
        if reference is not None:
            self._plan_step(reference, story, 0)

    def _plan_step(self, reference: str, story: Story, number: int) -> None:
        if number < len(story.follows):
            step = story.follows[number]
            at = when(self._town, self._clock(), step)
            self._plan(at, lambda: self._follow(reference, story, number))

    def _follow(self, reference: str, story: Story, number: int) -> None:
        step, at = story.follows[number], self._clock()
        words = said(self._town, step.words, at)
        what = (
            self._by_agent(reference, step, words)
            if step.by_agent
            else self._by_requester(reference, story, step, words)
        )
        if what is not None:
            self._take(what)
        self._plan_step(reference, story, number + 1)

    def _by_requester(self, reference: str, story: Story, step: Step, words: str) -> Arrival | None:
        message, at = story.message, self._clock()
        if message.by == "sms":
            return text_arrival(message.contact, words, at)
        for _, letter in self._told(reference, to_requester=True):
            return answer_arrival(letter, message.contact, message.name, words, step.photo, at)
        return None

    def _by_agent(self, reference: str, step: Step, words: str) -> Arrival | None:
        """The answer of whoever has the request, else of whoever was told of it; nobody who was not told."""
        agent = self._agent(step.agent or self._assignee(reference))
        at = self._clock()
        if agent is not None and agent.preferred_channel == "sms" and agent.phones:
            code = self._code(reference, agent)
            return text_arrival(agent.phones[0], f"{code} {words}", at) if code else None
        told = self._told(reference, to_requester=False)
        ours = [each for each in told if agent is not None and each[0] in agent.emails] or told
        for recipient, letter in ours:
            name = agent.name if agent is not None else ""
            return answer_arrival(letter, recipient, name, words, step.photo, at)
        return None

    def _assignee(self, reference: str) -> str:
        with self._office.database.reading() as session:
            return show_request(session, get_request(session, reference))["assignee"] or ""

    def _agent(self, key: str) -> Agent | None:
        return next((each for each in self._organisation.agents if each.key == key), None)

    def _told(self, reference: str, *, to_requester: bool) -> list[tuple[str, bytes]]:
        """Letters about a request that can be answered, with their recipient, the newest first."""
        return [
            (recipient, self._letters.letters[number])
            for number, recipient, to in self._notices(reference)
            if (to == Audience.REQUESTER) == to_requester
            and can_be_answered(self._letters.letters.get(number))
        ]

    def _code(self, reference: str, agent: Agent) -> str:
        """The code in the newest text to an agent about a request; '' when there is none."""
        for number, recipient, _ in self._notices(reference):
            if recipient in agent.phones and (codes := codes_in(self._texts.texts.get(number, ""))):
                return codes[0]
        return ""

    def _notices(self, reference: str) -> list[tuple[int, str, str]]:
        """Number, recipient and audience of every notice about a request, the newest first."""
        with self._office.database.reading() as session:
            found = find(session, request_id=get_request(session, reference).id, limit=50)
            return [(int(each.id or 0), each.recipient, each.audience) for each in found]
