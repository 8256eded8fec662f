"""Every command is walked in a French terminal: its help, its answers, its refusals; no English is left, and French is
written as it is printed.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from cli.main import COMMANDS
from cli.speaking.chosen import CHOSEN
from cli.speaking.typed import bound, option_named, stands_for
from dispatch.notices.why.became import why_it_became
from tests import sentences
from tests.commands.running import guichet
from tests.commands.test_every_command_good_and_bad import IMPOSSIBLE
from tests.commands.test_ordinary_slips_in_every_command import commands
from tests.french_output import faults

pytestmark = pytest.mark.usefixtures("in_a_french_terminal")


@pytest.fixture
def in_a_french_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GUICHET_LANG", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")


#: What a town does with its counter, in an order in which each is possible.
DONE = """
requests list
requests list --state done
requests search zzzz
requests create "Le banc est cassé." --origin counter
requests create "Un trou." --origin telephone --for 0639980012 --name "Paul Essai"
requests show 1
requests assign 1 karim-benali
requests assign 1 --service voirie
requests state 1 take --by marc-durand
requests state 1 plan --on demain
requests note 1 "Vu."
requests forward 2 agglo
requests show 2
requests requester 3 luc@example.org --name "Luc Moreau"
requests merge 3 2
requests hold 2 --reason "procès 12"
requests hold 2 --release
requests show 2
requests state 1 done
requests assign 2 marc-durand
agents remove marc-durand --to karim-benali -y
requests visas
requests incidents
inbox list
inbox show 1
inbox explain 1
tasks list --all
outbox list
outbox show 1
limits
people find jeanne
people find zzz
people show jeanne.petit@example.org
people prefer jeanne.petit@example.org email
people prefer jeanne.petit@example.org last
people opt-out jeanne.petit@example.org --undo
people reachable jeanne.petit@example.org
people asked
people rectify jeanne.petit@example.org --name "Jeanne Petite"
people object jeanne.petit@example.org --undo
people hold jeanne.petit@example.org --reason "procès"
people hold jeanne.petit@example.org --release
sessions list
sessions end --everybody
passkeys list
api add glpi
api list
api revoke glpi
api list --all
open311 add fms
open311 list
webhooks add x https://example.org/x
webhooks list
webhooks remove x
audit verify
retention list
retention receipts
keys list
keys rotate
keys list
schedule list
schedule run watch
schedule list
upgrade
db check
db upgrade
top --once
verify
backup list
files show
files sweep
sms preview "Bonjour € ê"
doctor service
doctor mail
doctor backup
doctor files
doctor machine
doctor dns
doctor schedule
doctor people
doctor sms
doctor map
doctor partners
doctor directory
doctor replication
doctor relay
doctor mail-auth
org check
org diff
org apply --yes
services add name=Essai mailboxes='["essai@ville.test"]'
services edit essai name=Essais
services remove essai --yes
org history
services list
buildings list
agents list
types list
workflows list
workflows draw default
rules list
answers list
partners list
officials list
rules test "lampadaire en panne rue du Lac"
rules test --sms "trou rue des lilas"
rules backtest
rules stats
rules suggest
rules themes
addresses show
addresses find "12 avenue des sports"
map cache
stats
stats --since 30j
read a.eml
""".strip().splitlines()
#: What people mistype; the sentences of `IMPOSSIBLE` are walked too.
WRONG = [
    "nonsense", "requests shew", "requests list --limitt 3", "requests list --limit 0", "requests show", "sms read",
    "inbox show seven", "inbox show 99999999999999999999", "requests list --sort colour", "requests list --service",
    "outbox retry 1", "outbox cancel 1", "agents edit marc-durand role=boss", "agents remove karim-benali --yes",
    "requests state 1 danser", "services show nothing", "officials show nobody", "services import missing.toml",
    "read missing.eml", "import missing.eml", "services add key=voirie name=Voirie", "people export jeanne.petit@example.org --to .",
]  # fmt: skip


def bare(said: str) -> str:
    """What a help says, its lines whole again and without the names of commands and defaults."""
    whole = re.sub(r"\n {8,}(?! )", " ", said)
    named = re.sub(r"(?m)^  (?:-\S+, )?[\w-]+(?: /)?(?= )", "  ", whole)
    return re.sub(r"\[par défaut\u00a0: [^\]\u00a0]*|Utilisation\u00a0: .*|<\S*\|\S*>", " ", named)


def test_every_help_is_french_down_to_what_stands_for_a_value() -> None:
    wrong = []
    for path in ("", *COMMANDS, *(path for path, _ in commands())):
        done = guichet(*path.split(), "--help")
        assert done.code == 0, path
        wrong += [f"{path}: {each}" for each in faults(bare(done.out))]
        wrong += [f"{path}: {each}" for each in re.findall(r"<(?:str|int|path|list)\b.*|x[<>]=.*", done.out)]
    assert not wrong, "\n".join(wrong)


def test_whatever_stands_for_a_value_has_its_french() -> None:
    def stands_english(written: str) -> bool:
        return written.isupper() and written not in ("AGENT", "CODE") and stands_for(written) == written

    found: set[str] = set()
    for _, command in commands():
        for parameter in command.params:
            shown = parameter.metavar or (parameter.name if parameter.param_type_name == "argument" else "")
            if str(shown).startswith("<"):
                # One of a closed list: each of its words has a French one, if only the same.
                assert str(shown)[1:-1].split("|") == [
                    each for each in str(shown)[1:-1].split("|") if each in CHOSEN
                ]
                continue
            found |= set(re.findall(r"[A-Za-z_]+", str(shown).partition(".")[0]))
    same = {each for each in found if stands_for(each) == each}
    assert same <= {"AGENT", "CODE", "agent", "version"}
    assert option_named("-s, --settings <path>") == "-s, --settings <chemin>"
    assert option_named("--serve / --no-serve") == "--serve / --no-serve"
    assert [bound(each) for each in ("x>=1", "1<=x<=60", f"x<={2**63 - 1}", "default: 3")] == [
        "au moins 1",
        "de 1 à 60",
        "",
        None,
    ]


def test_all_that_a_town_does_is_answered_in_french(busy_office: Path) -> None:
    # The words of the sample mail are somebody's own; what is typed is no sentence.
    own = re.compile(
        r"Une ampoule.*|.*pwned.*|.*Lampadaire .*|guichet: |\(in English\)|chmod go=|--[\w-]+(?: (?!-)\S+)?"
    )
    wrong = []
    for line in DONE:
        done = guichet(*shlex.split(line))
        assert "Traceback" not in done.err, line
        wrong += [f"{line}: {each}" for each in faults(own.sub("", done.out + done.err))]
    assert busy_office.exists()
    assert not wrong, "\n".join(wrong)


def test_every_refusal_is_french(busy_office: Path) -> None:
    assert busy_office.exists()
    wrong = []
    for line in (*(line for _, line in IMPOSSIBLE), *WRONG):
        done = guichet(*line.split())
        assert done.code in (1, 2), (line, done)
        # What was typed, and the keys there are.
        said = re.sub(
            r"«\u00a0[^»]*»|il y a\u00a0:.*|l’un de .*|doit être .*|missing|number / text|number =",
            "x",
            done.err,
        )
        wrong += [f"{line}: {each}" for each in faults(bare(said).replace("guichet: ", ""))]
    assert not wrong, "\n".join(wrong)


def test_each_title_of_a_table_has_its_french() -> None:
    from cli.speaking.headings import HEADINGS

    titles = set(sentences.titles())
    assert len(titles) > 120
    # The same in both languages.
    assert {each for each in titles if each.lower() not in HEADINGS} <= {"Octets", "Visa"}


def test_each_reason_of_the_ledger_has_its_french() -> None:
    reasons = set(sentences.reasons())
    assert len(reasons) > 120
    same = []
    for each in reasons - {"task {}: {}"}:
        # What begins with a hole begins with a sentence of its own.
        noted = re.sub(r"^\{\}\{\}", "waits up to 48", each).replace("{}", "12")
        same += [noted] if why_it_became(noted, "fr") == noted else []
    assert not same, "\n".join(same)
    for hostile in ("*" * 5_000, "{}", "{0}", "a: now b\n", "waits up to " * 100):
        assert isinstance(why_it_became(hostile, "fr"), str)


def test_a_misused_argument_is_called_as_its_help_calls_it() -> None:
    missing: Any = guichet("sms", "read").err
    assert "{fichier}" in missing and "Il manque l’argument « fichier »." in missing
