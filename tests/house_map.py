"""docs/map.md: the map of the house, written from the docstrings of its packages and modules.

python -m tests.house_map > docs/map.md
"""

from __future__ import annotations

import ast
import importlib
import inspect
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
#: From the top of the house to its ground.
FLOORS = ("cli", "dispatch", "intake", "models")
_LEFT_OUT = {"versions"}

#: The way of a mail from the SMTP door to the outbox: what happens, and the function that does it.
WALK = (
    ("The octets of DATA are read", "intake.doors.smtp.session:MailSession"),
    ("Recipients are judged, the envelope is put together", "intake.doors.smtp.listening:MailDoor"),
    ("Stored before 250 is said", "intake.ledger.reception:Reception.submit"),
    ("The only orchestrator: claims, has read, decides, ends", "dispatch.inbound.process:Processor"),
    ("Claimed, with a lease, in order", "intake.ledger.claims:claim"),
    ("Read into a ParsedMessage, in a process of its own", "intake.reading.room:ReadingRoom"),
    ("The questions asked of a message, in their order", "dispatch.inbound.decide:decide"),
    ("The last question: all else is a new request", "dispatch.inbound.starting.new_request:new_request"),
    ("Which service, building, type and agent, with every step explained", "dispatch.rules.route:route"),
    (
        "The request, its entries and links, in the same transaction",
        "dispatch.inbound.starting.opening:open_request",
    ),
    ("Who must hear of it, beside the fact it tells", "dispatch.notices.tell:tell_requester"),
    ("Put into the outbox once", "dispatch.notices.queue:enqueue"),
)

#: The questions most often asked by whoever comes to change something.
QUESTIONS = (
    ("Which addresses do we take mail for?", "intake.doors.address_book:AddressBook.accepts"),
    (
        "What does a mail door answer to each RCPT and DATA (550, 452, 250)?",
        "intake.doors.smtp.listening:MailDoor",
    ),
    ("When is `250` said, and what is durable by then?", "intake.ledger.reception:Reception.submit"),
    ("How does IMAP know what it has fetched?", "intake.doors.imap.folder:FolderReader"),
    ("Is a call of Twilio genuine?", "intake.doors.http.twilio_signature:SignatureCheck"),
    ("Is a call of any other SMS provider genuine?", "intake.doors.http.gateway_proof:Proof"),
    ("When is somebody signed out because they left?", "models.store.vouching:sign_out"),
    ("What happens to an order that is doubted?", "dispatch.inbound.staff.answers:keep_and_ask"),
    ("Which part of a mail is its text?", "intake.mail.body.text:choose"),
    ("Where are quoted words cut off?", "intake.mail.reply.split:split_text"),
    ("Is it an absence, a list, a machine?", "intake.mail.machines.automatic:find_automatic"),
    ("Is it a delivery report, and about what?", "intake.mail.machines.bounce:find_bounce"),
    ("What limits stand around reading a hostile mail?", "intake.reading.worker:RoomLimits"),
    ("Are an agent's words an order, and which?", "intake.words.orders.read:read_order"),
    ("To whom do an agent's words speak?", "intake.words.address_of_words:address_of"),
    ("Which of an agent's words may the requester read?", "intake.words.staff.words:read_staff_words"),
    ("What did a citizen's SMS ask for (SUIVI, STOP)?", "intake.sms.commands:read_citizen_text"),
    ("Is a citizen's mail one word (SUIVI, ANNULER)?", "intake.words.citizens.mail:read_citizen_mail"),
    ("What is done for it?", "dispatch.inbound.sms.commands:text_message"),
    ("What does an SMS without the code of its notice do?", "dispatch.inbound.staff.sms:take_order"),
    ("Is it only a thank-you?", "intake.words.gratitude.feeling:is_thanks"),
    ("Whose request does a message belong to?", "dispatch.inbound.thread:find_thread"),
    ("What does a requester's answer do (wake, reopen)?", "dispatch.inbound.follow_up:follow_up"),
    ("What does an agent's mail do?", "dispatch.inbound.staff.mail:take_agent_mail"),
    ("What does a partner outside see of a request?", "dispatch.requests.outside.shown:letter_to"),
    ("What does a partner's answer do?", "dispatch.inbound.outside.partner:partner"),
    ("What does an agent's « annuler » undo?", "dispatch.requests.undo.undoing:undo_last"),
    ("Which rule decides, and why?", "dispatch.rules.route:route"),
    ("Is somebody in danger (gas, fire, a wire)?", "dispatch.rules.themes.danger:danger"),
    ("Which building is where a photo was taken (GPS)?", "dispatch.rules.distance:nearest"),
    ("How is a building found in spite of a slip?", "dispatch.rules.place_names:NameFinder"),
    ("Which service wins when several could?", "dispatch.rules.draft:Draft.settle"),
    (
        "Is a new request acknowledged, and who else is told?",
        "dispatch.inbound.starting.opening:open_request",
    ),
    ("Who is never answered by itself (a machine, a list, a loop)?", "dispatch.inbound.case:Case.automatic"),
    ("When do many messages become a held batch?", "dispatch.inbound.who.storm:storm"),
    ("Who gets a new request?", "dispatch.rules.agent_choice:choose"),
    ("May a verb be used in this state, and where does it lead?", "dispatch.requests.workflow:advance"),
    ("How does a change of state become rows and notices?", "dispatch.requests.state:change_state"),
    ("When is something due, in working days?", "models.organisation.working_time:due_after_days"),
    ("When is something due, in opening hours?", "models.organisation.working_time:due_after_hours"),
    ("Who is told when the assignee cannot be?", "dispatch.notices.tell:staff_of"),
    ("Which notices exist, and what may an answer to each do?", "dispatch.notices.catalogue:Notice"),
    ("What do templates see?", "dispatch.letters.view:NoticeView"),
    ("When is a failed letter tried again?", "models.retry:RetryPolicy"),
    ("Until when does an SMS wait at night?", "dispatch.delivery.quiet_hours:QuietHours"),
    ("When does a report make an address unreachable?", "dispatch.delivery.bounces:record_bounce"),
    ("Who may see a request on the pages?", "dispatch.sight.may_see:may_see"),
    ("How does somebody sign in at the pages?", "dispatch.web.entering.sign_in:SignIns"),
    ("Who frees what a dead process held?", "models.store.sharing.recovery:Recovery.free_dead"),
    ("What is a backup, and when is it good?", "dispatch.upkeep.backup.check:check_set"),
    ("How are reply addresses signed and read?", "models.signing.tokens:Signer"),
    ("What is reminded, and when?", "dispatch.upkeep.morning:remind_work"),
    ("What is wrong with an organisation file?", "dispatch.check.organisation:check"),
    ("Where is everything built and passed down?", "cli.service.service:Service"),
)


def house_map() -> str:
    """The whole page, as Markdown."""
    parts = [_HEAD, "## The way of a mail\n", _table(WALK, "what happens", "where"), _WALKED]
    parts += ["## Where does it happen?\n", _table(QUESTIONS, "question", "begin here")]
    parts += ["## The rooms\n", *_rooms()]
    return "\n".join(parts).rstrip() + "\n"


def named(place: str) -> object:
    """What `module:name` or `module:Class.method` names; raises when there is no such thing."""
    module, _, path = place.partition(":")
    found: object = importlib.import_module(module)
    for name in path.split("."):
        found = getattr(found, name)
    return found


def first_sentence(path: Path) -> str:
    """What the docstring of the file at `path` says first; '' without one."""
    paragraph = " ".join(inspect.cleandoc(_docstring(path)).split("\n\n", 1)[0].split())
    return paragraph.removesuffix(".")


def _docstring(path: Path) -> str:
    """Of the file at `path`, of which nothing more is read; '' without one."""
    before = {tokenize.ENCODING, tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE}
    with path.open("rb") as stream:
        first = next(token for token in tokenize.tokenize(stream.readline) if token.type not in before)
    return str(ast.literal_eval(first.string)) if first.type == tokenize.STRING else ""


def packages() -> Iterator[Path]:
    """Every folder of the house, a folder before those inside it."""
    for floor in FLOORS:
        for path in sorted((ROOT / floor).rglob("__init__.py")):
            if not _LEFT_OUT & set(path.relative_to(ROOT).parts):
                yield path.parent


def modules(package: Path) -> list[Path]:
    """The modules of a folder, by name."""
    return sorted(path for path in package.glob("*.py") if path.name != "__init__.py")


def _rooms() -> Iterator[str]:
    for package in packages():
        name = package.relative_to(ROOT).as_posix()
        level = "###" if "/" not in name else "####"
        yield f"{level} {name}/\n\n{first_sentence(package / '__init__.py')}.\n"
        lines = [f"- `{each.stem}`: {first_sentence(each)}" for each in modules(package)]
        if lines:
            yield "\n".join(lines) + "\n"


def _table(rows: tuple[tuple[str, str], ...], left: str, right: str) -> str:
    lines = [f"| {left} | {right} |", "|---|---|"]
    for said, place in rows:
        module, _, name = place.partition(":")
        lines.append(f"| {said} | `{name}` in [{_path(module)}](../{_path(module)}) |")
    return "\n".join(lines) + "\n"


def _path(module: str) -> str:
    return module.replace(".", "/") + ".py"


_HEAD = """# The map of the house

Written by `python -m tests.house_map > docs/map.md`; a test keeps it true. The words are those of
[glossary.md](glossary.md).

Four floors, and one direction: `cli` knows `dispatch`, which knows `intake`, which knows `models`. A lower floor
never imports a higher one; inside a floor the rooms have an order too. `make lint` checks both (the contracts
stand in `pyproject.toml`). `templates/` holds what people read, `bench/` measures, `tests/` tries.
"""
_WALKED = """The door takes the first three steps; from there the processor has the others taken in their order. From the outbox,
`Deliverer` (dispatch/delivery/deliver.py) claims the notice, has it rendered (dispatch/letters/render.py) and hands
it over. What a step promises
stands in the docstring of its function.
"""


if __name__ == "__main__":
    sys.stdout.write(house_map())
