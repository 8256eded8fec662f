"""docs/map.md leads to what is there: every room, every function it names."""

from __future__ import annotations

from tests.house_map import QUESTIONS, ROOT, WALK, first_sentence, house_map, modules, named, packages
from tests.rows import in_rows

#: A folder is taken in at one look.
MOST_MODULES = 16
#: A walk is short enough to be followed in an hour.
MOST_STEPS = 12


def test_the_map_is_up_to_date() -> None:
    page = (ROOT / "docs" / "map.md").read_text("utf-8")
    assert page == house_map(), "run: python -m tests.house_map > docs/map.md"


@in_rows(("said", "place"), [*WALK, *QUESTIONS])
def test_what_the_map_names_is_there_and_explains_itself(said: str, place: str) -> None:
    assert said
    assert (named(place).__doc__ or "").strip(), f"{place} has no docstring"


def test_the_walk_of_a_mail_is_short() -> None:
    assert len({place.partition(":")[0] for _, place in WALK}) <= MOST_STEPS


def test_every_room_and_module_says_what_it_is() -> None:
    silent = [
        path.relative_to(ROOT).as_posix()
        for package in packages()
        for path in (package / "__init__.py", *modules(package))
        if not first_sentence(path)
    ]
    assert silent == []


def test_no_folder_is_too_full_to_be_taken_in() -> None:
    full = {package.relative_to(ROOT).as_posix(): len(modules(package)) for package in packages()}
    assert {name: count for name, count in full.items() if count > MOST_MODULES} == {}


#: A module is read in one sitting.
MOST_LINES = 250
#: Word lists and grammar, judged by what they read; steps of the database, never changed.
LISTS = (
    "intake/words/", "models/organisation/themes/", "models/migrations/versions/", "cli/speaking/headings.py",
)  # fmt: skip
#: Longer, and why each is one idea all the same. No line is added to them.
LONGER = {
    "cli/town/organisation.py": "the commands of one group, each a few lines",
    "cli/town/parts.py": "the commands of one group, each a few lines",
    "cli/town/rules.py": "the commands of one group, each a few lines",
    "dispatch/delivery/carriers/smtp.py": "one conversation by SMTP and every answer it may get",
    "dispatch/inbound/process.py": "one message from its lease to its end",
    "dispatch/inbound/sms/commands.py": "every order of a text, side by side",
    "intake/doors/smtp/session.py": "the commands of one session",
    "intake/mail/machines/automatic.py": "every mark of a machine, side by side",
    "intake/mail/machines/bounce.py": "every form of a report, side by side",
    "intake/mail/parse.py": "the order in which a mail is read",
    "intake/mail/reply/signatures.py": "every mark of a signature, side by side",
    "intake/mail/wire/addresses.py": "one grammar and its reader",
}
#: Where splitting was put off too long.
LONGEST = 345


def test_a_module_is_read_in_one_sitting() -> None:
    lines = {
        path.relative_to(ROOT).as_posix(): len(path.read_text("utf-8").splitlines())
        for package in packages()
        for path in modules(package)
    }
    long = {name: count for name, count in lines.items() if count > MOST_LINES and not name.startswith(LISTS)}
    assert {name: count for name, count in long.items() if name not in LONGER or count > LONGEST} == {}
    assert set(LONGER) - set(long) == set(), "short again: take it off the list"
