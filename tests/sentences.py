"""What commands say, found in the source: every help text, and every sentence that is printed, raised or given back.

python -m tests.sentences            # what the French catalogue has no words for
python -m tests.sentences --write    # puts them into it, to be translated, and takes out what nobody says
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import typer

from cli.main import app
from cli.speaking.catalogue import FRENCH, read_catalogue, written_catalogue
from cli.speaking.explaining import settings_text
from models.store.revisions import known_revisions, what_it_does

ROOT = Path(__file__).parents[1]
#: Calls whose words people read.
_SAYING = {
    "UserError", "GuichetError", "TemporaryFailure", "PermanentFailure", "ConfigurationFailure", "CarrierAway", "Doubtful", "InvalidValue",
    "Seen",
    "Finding", "print", "echo", "prompt", "confirm", "_check", "BadParameter", "append", "extend", "join", "found", "finding",
    "say_found", "_say", "say", "write", "tell", "agree", "Job", "Disagreement",
}  # fmt: skip
#: Where sentences are also put together and given back.
_GIVING_BACK = (
    "cli/**/*.py", "models/settings/*.py", "models/*.py", "models/organisation_files/*.py", "dispatch/check/*.py",
    "intake/doors/imap/*.py", "dispatch/upkeep/backup/*.py", "dispatch/rules/explain.py", "models/store/*.py",
    "dispatch/requests/*.py", "dispatch/upkeep/rights/*.py", "dispatch/upkeep/retention/*.py",
)  # fmt: skip
#: Their words are in both languages where they stand, or are not for whoever types commands.
_ELSEWHERE = (
    "cli/town/production", "cli/town/asking.py", "cli/service/story/told.py",
    "cli/service/story/posted.py", "cli/service/story/fortnight.py", "cli/service/story/world.py", "cli/speaking", "cli/logs.py",
    "models/migrations", "models/organisation_files/questions.py", "models/organisation_files/first_file.py",
    "models/organisation_files/sample", "dispatch/letters", "dispatch/web", "dispatch/queries/figures", "cli/service/seeing/metrics.py",
    "dispatch/notices", "intake/mail", "dispatch/inbound", "intake/words", "models/organisation/themes", "dispatch/queries/metrics",
    "dispatch/upkeep/retention/slip", "dispatch/upkeep/rights/export.py",
)  # fmt: skip
#: What is raised there is said by commands all the same.
_RAISED = {
    "UserError", "GuichetError", "TemporaryFailure", "PermanentFailure", "ConfigurationFailure", "CarrierAway", "Doubtful", "InvalidValue",
}  # fmt: skip
#: A sentence is written out for each of its choices up to so many; beyond, a choice is a hole.
_VARIANTS = 4
#: What is no sentence, or stands there in both languages.
_NOT_SAID = re.compile(
    r"\[,;/|\[\^|\(\(\?:|SELECT|INSERT|UPDATE |PRAGMA|\{\} IS NULL|\{\}\.\{\}| \\\(at|Expected newline|.*[àâçéèêëîïôùûœ’]|Brought over from|Received \{\}"
    r"|Guichet : |  Month by month|  … \{\} more|Broken street lamp|Hello, a street|Request \{reference|The requester is now|La mairie \{\}|The town hall of \{\}"
    r"|(Kept for|Request types)$|Requests (under way|kept for)"
    r"|Closed requests:|A demand for their data|Name and contacts:|\{ fr|\[\"one|\{\"name|Value error|Demandes|Mois|Service producteur"
    r"|Nature des|Nombre de|Volume|Sort final|Le demandeur|La demande|Lampadaire|Bonjour|  … et|\[bold red\]|\nguichet|\n\[(bold green|dim italic)\]|Karim Benali$|Pris en charge|Jeanne Citoyenne <|Est-ce le|Rules: looked",
    re.DOTALL,
)
_SENTENCE = re.compile(r"[\s{A-Z'“\[(…✓·+→;]")


#: What Typer says by itself.
OF_TYPER = (
    "Options", "Commands", "Arguments", "required", "default: {}", "Show this message and exit.", "Error: {}",
    "Try '{}' for help.", "No such command {}.", "No such command {}. Did you mean {}?", "Missing command.", "Missing option {}.",
    "Missing argument {}.", "No such option: {}", "No such option: {} (Possible options: {})", "Invalid value for {}: {}",
    "Option {} requires an argument.", "Option {} does not take a value.", "Got unexpected extra argument(s) ({})",
    "{} is not one of {}.", "{} is not in the range {}.", "{} is not a valid integer.", "{} is not a valid float.",
    "File {} does not exist.", "Directory {} does not exist.", "Path {} does not exist.", "File {} is a directory.",
    "Directory {} is a file.", "(dynamic)", "Value error, {}", "Input should be a valid integer, unable to parse string as an integer",
    "Input should be greater than or equal to {}", "Input should be less than or equal to {}", "Input should be greater than {}",
)  # fmt: skip


#: What the machine says by itself, through Python; lists that pydantic puts together, and what is wrong with a
#: value of the environment, where nothing stands between quotes.
OF_THE_MACHINE = (
    "No such file or directory", "Permission denied", "Is a directory", "Not a directory", "File exists",
    "No space left on device", "Read-only file system", "Connection refused", "Connection reset by peer",
    "Name or service not known", "Temporary failure in name resolution", "No address associated with hostname",
    "Network is unreachable", "No route to host", "Address already in use", "Cannot assign requested address",
    "File name too long", "Too many open files", "Input/output error", "Operation not permitted", "Broken pipe",
    "Directory not empty", "Invalid argument", "Disk quota exceeded", "Too many levels of symbolic links",
    "timed out", "Connection timed out", "STARTTLS extension not supported by server", "'{}' or '{}'", "none",
    "it", ", here '{}'", "at least {}", "at most {}", "more than {}", "less than {}", "{} must be true or false.", "{} must be a whole number.",
    "{} must be a number.", "{} must be one text.", "{} must be a path.", "{} must be a day written like 2026-12-31.",
    " Did you mean '{}' or '{}'?", " Did you mean '{}' or '{}' or '{}'?", "checkpoint {}", "the checkpoint you gave",
    "it is no text",
)  # fmt: skip


def helps() -> Iterator[str]:
    """The help of every command and option."""
    root: Any = typer.main.get_command(app)
    context = root.context_class(root, info_name="guichet")
    yield from _helps_of(root)
    for name in root.list_commands(context):
        yield from _helps_of(root.get_command(context, name))


def _helps_of(command: Any) -> Iterator[str]:
    for text in (command.help, *(parameter.help for parameter in command.params)):
        if text:
            yield " ".join(text.split())
    for inner in getattr(command, "commands", {}).values():
        yield from _helps_of(inner)


def said() -> Iterator[str]:
    """Every sentence of the source, `{}` standing for what is put into it."""
    giving = {path for pattern in _GIVING_BACK for path in ROOT.glob(pattern)}
    for folder in ("cli", "dispatch", "intake", "models"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            elsewhere = str(path.relative_to(ROOT)).startswith(_ELSEWHERE)
            tree = ast.parse(path.read_text("utf-8"))
            for text in _raised_in(tree) if elsewhere else _in_tree(tree, everywhere=path in giving):
                if _is_said(text):
                    yield text


def _raised_in(tree: ast.AST) -> Iterator[str]:
    """What people are told first of each failure; the rest is for the log."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _RAISED:
            for argument in node.args[:1]:
                yield from _texts(argument)


def _in_tree(tree: ast.AST, *, everywhere: bool) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name in _SAYING:
                for argument in node.args:
                    yield from _texts(argument)
            for keyword in node.keywords:
                if keyword.arg in ("empty", "advice", "sentence"):
                    yield from _texts(keyword.value)
        elif (
            everywhere
            and isinstance(node, ast.Return | ast.Yield | ast.Assign | ast.AnnAssign | ast.AugAssign)
            and node.value is not None
        ):
            yield from _texts(node.value)


def _texts(node: ast.AST) -> Iterator[str]:
    """The texts that an expression can be or holds."""
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        for each in node.elts:
            yield from _texts(each)
    elif isinstance(node, ast.Dict):
        for value in node.values:
            yield from _texts(value)
    elif isinstance(node, ast.Call):  # Text("…"), "…".format(…), brief(f"…")
        for argument in (*node.args, *([node.func.value] if isinstance(node.func, ast.Attribute) else [])):
            yield from _texts(argument)
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)
    elif isinstance(node, ast.BoolOp):
        for each in node.values:
            yield from _texts(each)
    elif isinstance(node, ast.Lambda):
        yield from _texts(node.body)
    elif isinstance(node, ast.BinOp):
        if isinstance(node.op, ast.Add):
            yield from _joined(node)
            for side in (node.left, node.right):
                yield from (text for text in _texts(side) if not isinstance(side, ast.BinOp))
    else:
        yield from _joined(node)


def _joined(node: ast.AST) -> Iterator[str]:
    """What a text with holes can look like."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        texts = [""]
        for part in node.values:
            if isinstance(part, ast.Constant):
                texts = [text + str(part.value) for text in texts]
            else:
                assert isinstance(part, ast.FormattedValue)
                chosen = _constants(part.value)
                if not chosen or len(texts) * len(chosen) > _VARIANTS:
                    chosen = ["{}"]
                texts = [text + each for text in texts for each in chosen]
        yield from texts
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        for left in list(_joined(node.left)) or ["{}"]:
            for right in list(_joined(node.right)) or ["{}"]:
                yield left + right
    elif isinstance(node, ast.IfExp):
        yield from _joined(node.body)
        yield from _joined(node.orelse)


def _constants(node: ast.AST) -> list[str]:
    if isinstance(node, ast.IfExp):
        both = [_constants(side) for side in (node.body, node.orelse)]
        return [text for side in both for text in side] if all(both) else []
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def _is_said(text: str) -> bool:
    """Whether it is words for people: at least two, begun as sentences or their pieces are."""
    words = re.findall(r"[A-Za-zé’']{2,}", re.sub(r"\{\}|\[/?\w+\]", " ", text))
    return (
        len(words) >= 2 and bool(_SENTENCE.match(text)) and " " in text.strip() and not _NOT_SAID.match(text)
    )


def wanted() -> list[str]:
    """Everything that must be in the catalogue, each once."""
    return list(
        dict.fromkeys(
            (*OF_TYPER, *OF_THE_MACHINE, *migrations(), *helps(), *explanations(), *refused_values(), *said())
        )
    )


def titles() -> Iterator[str]:
    """Every title of a column and every name of a fact."""
    for path in sorted((ROOT / "cli").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                named = node.targets[0].id.strip("_").lower() == "columns"
                yield from _words(node.value.values) if named and isinstance(node.value, ast.Dict) else ()
            elif isinstance(node, ast.Call):
                yield from _titles_of(node)


def _titles_of(call: ast.Call) -> Iterator[str]:
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    if name == "print_rows" and len(call.args) > 1 and isinstance(call.args[1], ast.Dict):
        yield from _words(call.args[1].values)
    elif name == "Table":
        yield from _words(call.args)
    elif name in ("add_column", "Finding"):
        yield from _words(call.args[:1])
    elif name == "print_facts":
        for each in ast.walk(call):
            if isinstance(each, ast.Tuple) and each.elts:
                yield from _words(each.elts[:1])


def _words(nodes: Iterable[ast.AST]) -> Iterator[str]:
    yield from (
        each.value
        for each in nodes
        if isinstance(each, ast.Constant) and isinstance(each.value, str) and each.value
    )


def reasons() -> Iterator[str]:
    """Why a message ended as it did, as the ledger notes it; `{}` for what varies."""
    for path in sorted((ROOT / "dispatch" / "inbound").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            given: list[ast.expr] = []
            if isinstance(node, ast.Call):
                name = node.func.id if isinstance(node.func, ast.Name) else ""
                given = node.args[1:2] if name in ("Outcome", "hold", "link") else []
                given += node.args[2:3] if name == "link" else []
                given += [each.value for each in node.keywords if name == "Thread" and each.arg == "why"]
            elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in ("why", "reason"):
                given = [node.value]
            for each in given:
                yield from (text for text in _texts(each) if re.search(r"[a-z]{2} ", text))


def refused_values() -> Iterator[str]:
    """What is wrong with a value of settings.toml or organisation.toml, as its validator says it."""
    for folder in ("models/settings", "models/organisation"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "ValueError" and node.args:
                    yield from (text for text in _texts(node.args[0]) if re.search(r"[a-z]{2} [a-z]", text))


def migrations() -> Iterator[str]:
    """What each migration does, as `guichet upgrade` says it."""
    yield from map(what_it_does, known_revisions())


def explanations() -> list[str]:
    """What settings.toml says of itself and of every setting."""
    found: list[str] = []

    def noted(explanation: str) -> str:
        found.append(explanation)
        return explanation

    settings_text(explain=noted)
    return found


def everything() -> Iterator[str]:
    """Every text of the source, whatever it is."""
    for folder in ("cli", "dispatch", "intake", "models"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield from _in_tree(ast.parse(path.read_text("utf-8")), everywhere=True)


def words_of_the_source() -> str:
    """The source of the commands as it is: what is said in one word stands there (« by email » is put together)."""
    return "by email by sms " + "\n".join(
        path.read_text("utf-8") for path in sorted((ROOT / "cli").rglob("*.py"))
    )


def missing(known: Iterable[str]) -> list[str]:
    """What nobody has translated."""
    there = set(known)
    return [text for text in wanted() if text not in there]


if __name__ == "__main__":
    catalogue = read_catalogue(FRENCH.read_text("utf-8")) if FRENCH.exists() else {}
    if "--write" in sys.argv:
        # Words that stand inside sentences stay as long as the source has them.
        there = set(everything())
        source = words_of_the_source()
        inside = {
            text: said
            for text, said in catalogue.items()
            if said and (text in there or text.strip() in source)
        }
        kept = inside | {text: catalogue.get(text, "") for text in wanted()}
        FRENCH.write_text(written_catalogue(kept), "utf-8")
    for text in missing(key for key, value in catalogue.items() if value):
        sys.stdout.write(f"{text!r}\n")
