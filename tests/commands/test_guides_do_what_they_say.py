"""Each guide is followed to the letter in a town of its own: every command, and every line it says is printed."""

from __future__ import annotations

import itertools
import os
import re
import shlex
from pathlib import Path

import pytest
import tomlkit

from tests.commands.running import guichet
from tests.commands.serving import services
from tests.guides import GUIDES, Block, Typed, blocks, inline_commands, missing, typed

#: Guides that begin where another one ends: the town is there already.
IN_A_TOWN = {"exploiter.md", "securite.md", "habitant.md", "reprendre.md"}
#: Commands that do not end by themselves, with the last line that they say.
STAYING = {"guichet serve": "requests list", "guichet training start": "training next"}
WITH_COMMANDS = [path for path in GUIDES if "```console" in path.read_text("utf-8")]


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty directory to be in; ports of our own, and letters that are files."""
    for name in [name for name in os.environ if name.startswith("GUICHET_") and name != "GUICHET_TEST_RUN"]:
        monkeypatch.delenv(name)
    for name in ("LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.setenv(name, "C.UTF-8")
    monkeypatch.setenv("GUICHET_LANG", "fr")  # as the terminals of those who read them
    monkeypatch.setenv("GUICHET_DOORS__SMTP__PORT", "0")
    monkeypatch.setenv("GUICHET_DOORS__HTTP__PORT", "0")
    monkeypatch.setenv("GUICHET_OUTGOING__CARRIER", "files")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("guide", WITH_COMMANDS, ids=lambda path: path.name)
def test_a_guide_is_followed_to_its_end(guide: Path, scratch: Path) -> None:
    if guide.name in IN_A_TOWN:
        assert guichet("init").code == 0
    (scratch / "copies").mkdir()
    wrong: list[str] = []
    with services() as serve:
        for block in blocks(guide.read_text("utf-8")):
            if block.kind != "console":
                _write(block)
                continue
            for each in typed(block):
                staying = STAYING.get(" ".join(each.command.split()[:3]))
                said = serve(staying, each.command.removeprefix("guichet ")) if staying else _say(each)
                # Nobody types in a test: the next question follows the last on the same line.
                said = re.sub(r"(?<=\S): ", ":\n", said) if each.asks else said
                if line := missing(each.questions() if each.asks else each.shown, said):
                    wrong.append(f"{each.command}: {line!r} is not what is printed:\n{said[:1500]}")
    assert wrong == []


def test_every_guide_with_commands_is_followed() -> None:
    assert len(WITH_COMMANDS) >= 5


def test_commands_named_in_a_sentence_are_there_with_their_options(scratch: Path) -> None:
    assert scratch == Path.cwd()
    assert guichet("init").code == 0
    named = {each for path in GUIDES for each in inline_commands(path.read_text("utf-8"))}
    assert len(named) > 30
    assert [command for command in sorted(named) if not _is_there(command)] == []


@pytest.mark.parametrize(
    ("command", "there"),
    [
        ("guichet people object", True),
        ("guichet people objekt", False),
        ("guichet peeple object", False),
        ("guichet work 12", True),
        ("guichet work --quikly", False),
        ("guichet --settings settings.toml", True),
    ],
)
def test_a_command_that_is_not_there_is_noticed(scratch: Path, command: str, there: bool) -> None:
    assert scratch == Path.cwd()
    assert guichet("init").code == 0
    assert _is_there(command) is there


def _is_there(command: str) -> bool:
    """Whether there is such a command, with the options that it is named with."""
    words = [word for word in shlex.split(command)[1:] if not word.startswith("[")]
    options = [word for word in words if word.startswith("-")]
    verbs = list(itertools.takewhile(lambda word: not word.startswith("-"), words))[:2]
    # What follows a command that is no group of commands is an argument of its own.
    if len(verbs) == 2 and not re.search(r"^Comman\w+\s?:", guichet(verbs[0], "--help").out, re.MULTILINE):
        verbs = verbs[:1]
    helped = guichet(*verbs, "--help")
    return helped.code == 0 and all(option.partition("=")[0] in helped.out for option in options)


def _say(each: Typed) -> str:
    words = shlex.split(each.command)
    assert words[0] == "guichet", each.command
    done = guichet(*words[1:], typed=each.answers().encode())
    assert done.code == 0, f"{each.command}: {done.err}"
    return done.out


def _write(block: Block) -> None:
    """Put a block where the guide says: settings are changed one by one, other files are written."""
    if block.kind == "toml":
        path = Path(block.name or "settings.toml")
        document = tomlkit.parse(path.read_text("utf-8")) if path.exists() else tomlkit.document()
        _merge(document, tomlkit.parse(block.text))
        path.write_text(tomlkit.dumps(document), "utf-8")
    else:
        Path(block.name or {"csv": "agents.csv"}[block.kind]).write_text(block.text, "utf-8")


def _merge(into: dict, given: dict) -> None:  # type: ignore[type-arg]  # TOML as it comes
    for name, value in given.items():
        if isinstance(value, dict) and isinstance(into.get(name), dict):
            _merge(into[name], value)
        else:
            into[name] = value
