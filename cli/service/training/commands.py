"""`guichet training start|status|next|stop|reset`: a course in a town that does not exist."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.options import AsJson
from cli.present import agree, console, print_json, program, safe
from cli.speaking.language import language
from cli.speaking.words import colon

app = typer.Typer(
    name="training",
    help="A course for agents in a sandbox town: begin, see who reached what, go on, end, begin anew.",
    no_args_is_help=True,
)

Folder = Annotated[
    Path, typer.Argument(metavar="[FOLDER]", help="Folder of the training, apart from any town.")
]
#: Where a training is made and looked for when no folder is named.
_USUAL = Path("formation")
#: What stands before each exercise of `status`.
_SIGNS = {"reached": "✓", "missed": "✗", "open": "·", "to come": " "}


@app.command()
def start(
    folder: Folder = _USUAL,
    agents: Annotated[
        str | None,
        typer.Option(
            help="How many agents learn, or their names between commas; 3 by default.", metavar="WHO"
        ),
    ] = None,
    network: Annotated[
        bool,
        typer.Option("--network", help="Let other machines of the room open the pages, in the clear."),
    ] = False,
    no_wait: Annotated[
        bool, typer.Option("--prepare", help="Make the town and print the addresses, without opening it.")
    ] = False,
) -> None:
    """Make the sandbox town, or open it again, and let its citizens write until Ctrl-C or `stop`."""
    from cli.service.training.folder import is_training, make_training, require_training, settle_place
    from cli.service.training.running import run
    from models.errors import UserError

    if not is_training(folder):
        made = make_training(folder, agents or "3", shared=network)
        console().print(safe(f"The town of the training is in {made}."), markup=False)
    elif agents is not None or network:
        raise UserError(f"There is a training in {folder} already: --agents and --network are for a new one.")
    where = require_training(folder)
    settle_place(where)
    _addresses(where)
    if no_wait:
        console().print(safe(f"Open it: {program()} training start {folder}"), markup=False)
        return
    run(where, lambda: _opened(folder))


@app.command()
def status(folder: Folder = _USUAL, as_json: AsJson = False) -> None:
    """Show how far the course is, and which exercises each trainee has reached."""
    from cli.service.training.exercises import results_of
    from cli.service.training.folder import is_open, office_of_training, require_training
    from cli.service.training.kept import read_course

    where = require_training(folder)
    course, office = read_course(where), office_of_training(where)
    try:
        found = [(each, results_of(office, course, each)) for each in course.everybody()]
    finally:
        office.close()
    answering = sum(bool(each.notice) for each in course.coming)
    if as_json:
        trainees = [
            {
                "name": who.name,
                "exercises": {each.exercise.key: each.standing for each in results},
            }
            for who, results in found
        ]
        seconds, to_come = round(course.seconds), len(course.coming) - answering
        print_json(
            {"open": is_open(where), "seconds": seconds, "to_come": to_come, "answering": answering}
            | {"trainees": trainees}
        )
        return
    out = console()
    out.print("The training is open." if is_open(where) else "The training is closed: nobody writes.")
    out.print(
        f"Minute {int(course.seconds // 60)} of the course; messages still to come: "
        f"{len(course.coming) - answering}; citizens about to answer: {answering}."
    )
    for who, results in found:
        reached = sum(each.is_reached for each in results)
        out.print("")
        out.print(safe(f"{who.name}: {reached} of {len(results)} exercises reached."), markup=False)
        for each in results:
            title, citizens = each.exercise.titles[language()], each.exercise.who
            out.print(f"  {_SIGNS[each.standing]} {title} ({citizens})", markup=False)


@app.command("next")
def next_(folder: Folder = _USUAL) -> None:
    """Do not wait: whoever has something to answer does it now, else the next messages of the course come."""
    from cli.service.training.folder import is_open, require_training
    from cli.service.training.kept import changing

    where = require_training(folder)
    with changing(where) as course:
        answers, messages = course.hurry()
    out = console()
    if answers:
        out.print(f"Citizens who answer now: {answers}.")
    elif messages:
        out.print(f"Messages that come in now: {messages}.")
    else:
        out.print("Everything that the course holds has come in.")
    if not is_open(where):
        out.print(
            safe(f"It happens once the training is open: {program()} training start {folder}"), markup=False
        )


@app.command()
def links(folder: Folder = _USUAL) -> None:
    """Print the addresses of the trainer and of each trainee once more."""
    from cli.service.training.folder import require_training

    _addresses(require_training(folder))


@app.command()
def stop(folder: Folder = _USUAL) -> None:
    """Close the training; `start` opens it again where it was."""
    from cli.service.training.folder import end_training, require_training

    ended = end_training(require_training(folder))
    console().print("The training is closed." if ended else "The training was closed already.")


@app.command()
def reset(
    folder: Folder = _USUAL,
    agents: Annotated[
        str | None,
        typer.Option(help="Other agents than before: how many, or their names.", metavar="WHO"),
    ] = None,
    remove: Annotated[
        bool, typer.Option("--remove", help="Take the training away instead of beginning it anew.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Forget all that was done in the training, and begin the course anew."""
    from cli.service.training.folder import remove_training, require_training, reset_training
    from cli.service.training.kept import read_course
    from cli.service.training.town import trainees_of
    from models.errors import UserError

    if remove and agents is not None:
        raise UserError("--remove leaves no training behind: --agents says nothing then.")
    where = require_training(folder)
    who = trainees_of(agents) if agents is not None else None
    if not yes:
        agree("Forget all that was done in this training?")
    if remove:
        remove_training(where)
        console().print("The training is taken away.")
        return
    kept = tuple(each for each in read_course(where).trainees if each.number) if who is None else who
    reset_training(where, kept)
    console().print("The course begins anew.")
    _addresses(where)


def _addresses(folder: Path) -> None:
    """The secret address of everybody, to be handed out on paper or opened here."""
    from cli.service.training.folder import office_of_training
    from cli.service.training.kept import read_course

    course, office = read_course(folder), office_of_training(folder)
    base = f"{office.settings.doors.http.public_url}/formation"
    out = console()
    out.print(safe(f"For the trainer: {base}/{course.secrets['trainer']}"), markup=False)
    for each in course.everybody():
        out.print(safe(f"{each.name}{colon()}{base}/{course.secrets[str(each.number)]}"), markup=False)


def _opened(folder: Path) -> None:
    out = console()
    out.print("The training is open. Nothing leaves this machine. Ctrl-C closes it.")
    out.print(safe(f"Who reached what: {program()} training status {folder}"), markup=False)
    out.print(safe(f"Without waiting: {program()} training next {folder}"), markup=False)
