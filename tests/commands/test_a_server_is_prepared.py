"""`guichet init --production` asks about the server and writes what it needs beside, over nothing; each file is tried
by the program that will read it.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Mapping
from email.message import EmailMessage
from pathlib import Path

import dkim
import dns.rdatatype
import dns.zone
import pytest

from cli.service.examining.domains.names import names
from cli.town.production.plan import Plan
from cli.town.production.units import service_unit
from models.settings.file import load_settings
from tests.commands.preparing import BEHIND, DIRECT, TOWN, prepare
from tests.commands.running import guichet
from tests.servers.postfix import documented_commands
from tests.servers.presence import find_program, missing

#: Exposure by systemd-analyze, of 10, that no unit may exceed.
MOST_EXPOSED = 2.0


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def written(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def published(zone_file: Path) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """The records as a server of names gives them, by name and kind."""
    zone = dns.zone.from_file(str(zone_file), origin=".", relativize=False, check_origin=False)
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for name, _, data in zone.iterate_rdatas():
        text = b"".join(data.strings).decode() if data.rdtype == dns.rdatatype.TXT else data.to_text()
        key = (name.to_text().rstrip("."), dns.rdatatype.to_text(data.rdtype))
        found[key] = (*found.get(key, ()), text)
    return found


def test_a_town_behind_a_postfix_gets_everything_and_nothing_else_is_touched(here: Path) -> None:
    done = prepare([*TOWN, *BEHIND])
    assert done.code == 0, done.err
    assert set(written(here / "production")) == {
        "LISEZ-MOI.md", "dns.zone", "etc/guichet/settings.toml", "etc/guichet/organisation.toml",
        "etc/systemd/system/guichet.service", "etc/systemd/system/guichet.socket",
        "etc/systemd/system/guichet.timer", "etc/sysusers.d/guichet.conf", "etc/tmpfiles.d/guichet.conf",
        "a-ajouter/main.cf", "a-ajouter/transport", "a-ajouter/Caddyfile", "a-ajouter/opendkim.conf",
        "a-ajouter/KeyTable", "a-ajouter/SigningTable", "etc/dkimkeys/guichet.private",
    }  # fmt: skip
    assert {path.name for path in here.iterdir()} == {
        "production",
        "organisation.toml",
        "production-answers.json",
    }
    assert (here / "production/etc/dkimkeys/guichet.private").stat().st_mode & 0o777 == 0o600
    settings = load_settings(here / "production/etc/guichet/settings.toml")
    assert settings.mail.domains == ("demandes.nantheuil.example",)
    assert settings.doors.lmtp.enabled and not settings.doors.smtp.enabled
    assert settings.doors.http.public_url == "https://guichet.nantheuil.example"
    assert settings.database.url == "sqlite:////var/lib/guichet/guichet.db"
    assert (settings.outgoing.carrier, settings.outgoing.relay.host) == ("smtp", "127.0.0.1")
    steps = (here / "production/LISEZ-MOI.md").read_text("utf-8")
    assert "Mettre Nantheuil-les-Bois en service" in steps
    assert "install -d -o guichet -g guichet -m 700 /mnt/nas/guichet" in steps
    # What comes after is typed in this folder still.
    assert "    (cd /var/lib/guichet && " in steps and "    cd " not in steps
    assert "LISEZ-MOI.md" in done.out
    # Debian shuts the LMTP client of its Postfix in, where our socket is not; test_postfix.py tries the commands.
    (opened,) = documented_commands()
    assert f"    {' '.join(opened)}\n    postfix check\n" in steps


def test_the_doctor_is_content_with_the_records_that_are_published(here: Path) -> None:
    assert prepare([*TOWN, *BEHIND]).code == 0
    records = published(here / "production/dns.zone")
    settings = load_settings(here / "production/etc/guichet/settings.toml")
    seen = list(names(settings, lambda name, kind: records.get((name, kind), ()), "guichet"))
    # A domain of examples is not looked up: the same records under a name that may be.
    assert [each.level for each in seen] == ["warning"]
    real = settings.model_copy(
        update={
            "mail": settings.mail.model_copy(update={"domains": ("d.fr",), "reply_address": "demandes@d.fr"})
        }
    )

    def resolve(name: str, kind: str) -> tuple[str, ...]:
        return records.get((name.replace("d.fr", "demandes.nantheuil.example"), kind), ())

    seen = list(names(real, resolve, "guichet"))
    assert [each.sentence for each in seen if each.level != "ok"] == []
    assert len(seen) == 3
    assert records["demandes.nantheuil.example", "MX"] == ("10 guichet.nantheuil.example.",)
    assert records["guichet.nantheuil.example", "AAAA"] == ("2001:db8::7",)
    assert records["demandes.nantheuil.example", "TXT"] == ("v=spf1 ip4:198.51.100.7 ip6:2001:db8::7 -all",)


def test_a_letter_signed_with_the_key_holds_against_the_record(here: Path) -> None:
    assert prepare([*TOWN, *BEHIND]).code == 0
    records = published(here / "production/dns.zone")
    letter = EmailMessage()
    letter["From"], letter["Subject"] = "demandes@demandes.nantheuil.example", "Votre demande"
    letter.set_content("Bonjour")
    raw = letter.as_bytes().replace(b"\n", b"\r\n")
    key = (here / "production/etc/dkimkeys/guichet.private").read_bytes()
    signature = dkim.sign(raw, b"guichet", b"demandes.nantheuil.example", key)

    def look_up(name: bytes, timeout: float = 5) -> bytes | None:
        found = records.get((name.decode().rstrip("."), "TXT"))
        return found[0].encode() if found else None

    assert dkim.verify(signature + raw, dnsfunc=look_up)
    assert not dkim.verify(signature + raw.replace(b"Bonjour", b"Bonsoir"), dnsfunc=look_up)


@pytest.mark.parametrize("answers", [BEHIND, DIRECT], ids=["behind a postfix", "on port 25"])
@pytest.mark.parametrize("instance", ["", "nantheuil"])
def test_every_unit_is_one_that_systemd_takes_and_gives_no_more_than_is_needed(
    here: Path, answers: list[str], instance: str
) -> None:
    program = find_program("systemd-analyze")
    if program is None:
        missing("systemd-analyze", "systemd")
    assert prepare([*TOWN, *answers], *(("--instance", instance) if instance else ())).code == 0
    units = here / "production/etc/systemd/system"
    for made in units.glob("*@.*"):
        made.rename(made.with_name(made.name.replace("@", f"@{instance}")))
    (unit,) = units.glob("*.service")
    others = [*units.glob("*.socket"), *units.glob("*.timer")]
    assert len(others) == (3 if instance else 2)
    verify = ["verify", "--man=no", "--recursive-errors=no"]
    for check in (*([*verify, str(each)] for each in others), verify, ["security", "--offline=true"]):
        done = subprocess.run(
            [str(program), *check, "--no-pager", str(unit)],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
    found = re.search(r"exposure level[^:]*: ([0-9.]+)", done.stdout)
    assert found is not None and float(found[1]) <= MOST_EXPOSED, done.stdout
    place = here / "production/etc/guichet" / instance / "settings.toml"
    settings = load_settings(place)
    assert settings.data_dir == Path("/var/lib/guichet") / instance
    # systemd listens where the settings say: what it hands over is told apart by its address.
    doors = settings.doors
    sockets = "".join(each.read_text("utf-8") for each in sorted(units.glob("*.socket"), reverse=True))
    mail = str(doors.lmtp.socket) if doors.lmtp.enabled else f"{doors.smtp.host}:{doors.smtp.port}"
    pages = str(doors.http.socket) if instance else "127.0.0.1:8080"
    assert re.findall("ListenStream=(.+)", sockets.replace("%i", instance)) == [mail, pages]
    # Whoever finds the sockets there: the folder of each has the group that its socket is given.
    folders = "".join(each.read_text("utf-8") for each in (here / "production/etc").glob("tmpfiles.d/*"))
    for path, group in ((doors.lmtp.socket, "postfix"), (doors.http.socket, "caddy")):
        if path is not None:
            user = f"guichet-{instance}" if instance else "guichet"
            assert f"d {path.parent} 2750 {user} {group} -\n" in folders
            assert f"SocketUser={user}\n" in sockets
            assert f"SocketGroup={group}\n" in sockets
            own = unit.with_name(f"{unit.name}.d") / "town.conf" if instance else unit
            assert f"ReadWritePaths=-{path.parent}\n" in own.read_text("utf-8")


def test_a_town_with_port_25_reads_its_secrets_where_systemd_puts_them(here: Path) -> None:
    assert prepare([*TOWN, *DIRECT], locale="en").code == 0
    settings = load_settings(here / "production/etc/guichet/settings.toml")
    unit = (here / "production/etc/systemd/system/guichet.service").read_text("utf-8")
    for path in (
        settings.outgoing.relay.password_file,
        settings.doors.smtp.tls_cert_file,
        settings.doors.smtp.tls_key_file,
    ):
        assert path is not None and path.parent == Path("/run/credentials/guichet.service")
        assert f"LoadCredential={path.name}:" in unit
    assert (settings.doors.smtp.host, settings.doors.smtp.port) == ("0.0.0.0", 25)
    assert (settings.outgoing.relay.port, settings.outgoing.relay.tls) == (465, "tls")
    assert "CAP_NET_BIND_SERVICE" in unit
    assert settings.database.url == "postgresql:///guichet"
    steps = (here / "production/README.md").read_text("utf-8")
    assert "createuser" in steps and "certbot" in steps and "postfix" not in steps


def test_postfix_knows_every_line_it_is_given(here: Path) -> None:
    program = find_program("postconf", "/usr/sbin")
    if program is None:
        missing("Postfix", "postfix")
    behind = [*BEHIND[:4], "smtp.relais.example:587", "", "opendkim", "/etc/letsencrypt/live/x", *BEHIND[7:]]
    assert prepare([*TOWN, *behind]).code == 0
    folder = here / "production/a-ajouter"
    (folder / "master.cf").write_text("")
    done = subprocess.run(
        [str(program), "-c", str(folder), "-n"], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "relayhost = [smtp.relais.example]:587" in done.stdout
    assert "smtp_tls_wrappermode" not in done.stdout


def test_a_relay_that_speaks_tls_from_the_first_octet_is_spoken_to_so(here: Path) -> None:
    program = find_program("postconf", "/usr/sbin")
    if program is None:
        missing("Postfix", "postfix")
    assert prepare([*TOWN, *BEHIND[:4], "smtp.relais.example:465", "", *BEHIND[5:]]).code == 0
    folder = here / "production/a-ajouter"
    (folder / "master.cf").write_text("")
    done = subprocess.run(
        [str(program), "-c", str(folder), "-n"], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "relayhost = [smtp.relais.example]:465" in done.stdout
    assert "smtp_tls_wrappermode = yes" in done.stdout


def test_what_was_typed_is_kept_when_it_is_interrupted(here: Path) -> None:
    stopped = prepare([*TOWN, "", "", "198.51.100.7"])
    assert stopped.code == 1
    assert "production-answers.json" in stopped.err
    assert json.loads((here / "production-answers.json").read_text("utf-8"))["addresses"] == "198.51.100.7"
    assert not (here / "production").exists()
    done = prepare(["", "", "", *BEHIND[3:]])
    assert done.code == 0, done.err
    assert "[198.51.100.7]" in done.out
    assert "IN A 198.51.100.7" in (here / "production/dns.zone").read_text("utf-8")


def test_nothing_is_written_over(here: Path) -> None:
    assert prepare([*TOWN, *BEHIND]).code == 0
    before = written(here / "production")
    again = prepare([""] * len(BEHIND))
    assert again.code == 0, again.err
    assert "Tout était déjà là" in again.out
    assert written(here / "production") == before
    other = prepare(["", "", "203.0.113.9", *[""] * 8])
    assert other.code == 1
    assert "production/dns.zone" in other.err and "rien n’a été écrit" in other.err
    assert written(here / "production") == before
    assert prepare([""] * len(BEHIND), "--into", "ailleurs").code == 0
    assert "203.0.113.9" in (here / "ailleurs/dns.zone").read_text("utf-8")


@pytest.mark.parametrize(
    ("at", "wrong", "said"),
    [
        (0, "ville", "n’est pas un domaine"),
        (1, "a b.fr", "n’est pas un nom de machine"),
        (2, "198.51.100.700", "203.0.113.7"),
        (2, "", "Une réponse est nécessaire."),
        (3, "peut-être", "Répondez direct ou postfix."),
        (4, "smtp.x.fr:99999", "smtp.ville.fr:587"),
        (7, "postgresql://u:motdepasse@h/b", "que nomme PGPASSFILE"),
        (7, "postgresql://u@h/b?sslmode=require&password=motdepasse", "que nomme PGPASSFILE"),
        (7, "postgresql://u@h/b?sslpassword=motdepasse", "que nomme PGPASSFILE"),
        (7, "postgresql:///guichet;reboot", "sqlite ou postgresql:///guichet"),
        (7, "postgresql://u$(reboot)@h/b", "sqlite ou postgresql:///guichet"),
        (7, "postgresql:///guichet?user=u%3Breboot", "sqlite ou postgresql:///guichet"),
        (7, "postgresql://h:port/guichet", "sqlite ou postgresql:///guichet"),
        (8, "copies", "/mnt/nas/guichet"),
        (8, "restic:rest:https://u:motdepasse@site.example/", "RESTIC_REST_PASSWORD"),
        (8, "/mnt/nas/guichet;reboot", "sans espace ni caractère spécial"),
        (8, "/mnt/nas:/etc", "sans espace ni caractère spécial"),
        (8, "restic:/mnt/$(reboot)", "sans espace ni caractère spécial"),
        (8, "restic:rest:https://site.example/`reboot`", "sans espace ni caractère spécial"),
        (10, "/opt/guichet/%i/guichet", "/opt/guichet/bin/guichet"),
        (10, "/opt/guichet;reboot", "/opt/guichet/bin/guichet"),
        (9, "personne", "n’est pas une adresse"),
        (10, "/root/.local/bin/guichet", "n’a accès ni à /home"),
        (10, "guichet serve", "/opt/guichet/bin/guichet"),
    ],
)
def test_an_answer_that_cannot_be_used_is_asked_again(here: Path, at: int, wrong: str, said: str) -> None:
    done = prepare([*TOWN, *BEHIND[:at], wrong, *BEHIND[at:]])
    assert done.code == 0, done.err
    assert said in done.err.replace("\u00a0", " ")
    assert len(written(here / "production")) == 16


def test_a_certificate_s_folder_that_means_more_to_a_shell_is_asked_again(here: Path) -> None:
    done = prepare([*TOWN, *DIRECT[:7], "/etc/letsencrypt/live/x;reboot", *DIRECT[7:]])
    assert done.code == 0, done.err
    assert "sans espace ni caractère spécial" in done.err


@pytest.mark.parametrize("locale", ["fr", "en"])
@pytest.mark.parametrize(
    ("url", "typed", "said"),
    [
        (
            "postgresql:///guichet",
            "createdb --owner guichet guichet",
            {"fr": "par son nom", "en": "by the name"},
        ),
        (
            "postgresql://mairie@/demandes",
            "createdb --owner mairie demandes",
            {"fr": "pg_ident", "en": "pg_ident"},
        ),
        (
            "postgresql:///a?host=/run/postgresql&user=b",
            "createdb --owner b a",
            {"fr": "pg_ident", "en": "pg_ident"},
        ),
    ],
)
def test_the_database_that_is_made_here_is_the_one_of_the_url(
    here: Path, locale: str, url: str, typed: str, said: dict[str, str]
) -> None:
    assert prepare([*TOWN, *DIRECT[:8], url, *DIRECT[9:]], locale=locale).code == 0
    steps = (here / "production" / ("README.md" if locale == "en" else "LISEZ-MOI.md")).read_text("utf-8")
    assert f"    runuser -u postgres -- {typed}\n" in steps
    assert said[locale] in steps and "PGPASSFILE" not in steps


@pytest.mark.parametrize("locale", ["fr", "en"])
def test_the_database_of_another_server_is_made_there_and_its_password_is_in_the_file_of_libpq(
    here: Path, locale: str
) -> None:
    url = "postgresql://mairie@bases.nantheuil.example:5433/demandes"
    assert prepare([*TOWN, *DIRECT[:8], url, *DIRECT[9:]], locale=locale).code == 0
    steps = (here / "production" / ("README.md" if locale == "en" else "LISEZ-MOI.md")).read_text("utf-8")
    assert "createuser" not in steps
    assert ("Faites sur le serveur" if locale == "fr" else "Make on the server") + " bases.nantheuil" in steps
    assert "`bases.nantheuil.example:5433:*:mairie:`" in steps
    assert "install -o guichet -g guichet -m 600 /dev/stdin /var/lib/guichet/pgpass" in steps
    assert "runuser -u guichet -- env PGPASSFILE=/var/lib/guichet/pgpass /bin/true -s" in steps
    unit = (here / "production/etc/systemd/system/guichet.service").read_text("utf-8")
    assert "Environment=PGPASSFILE=/var/lib/guichet/pgpass\n" in unit and "postgresql.service" not in unit


def test_the_account_of_a_repository_is_in_a_file_that_the_service_and_the_first_backup_read(
    here: Path,
) -> None:
    places = "/mnt/nas/guichet, restic:rest:https://copies@site.example:8000/guichet"
    assert prepare([*TOWN, *BEHIND[:8], places, *BEHIND[9:]], locale="en").code == 0
    unit = (here / "production/etc/systemd/system/guichet.service").read_text("utf-8")
    assert "EnvironmentFile=-/etc/guichet/restic.env\n" in unit
    steps = (here / "production/README.md").read_text("utf-8")
    assert "install -m 600 /dev/stdin /etc/guichet/restic.env" in steps
    assert steps.index("set -a && . /etc/guichet/restic.env && set +a") < steps.index("backup init")


def test_a_machine_that_keeps_copies_by_sftp_and_the_user_of_the_service_are_made_known_to_each_other(
    here: Path,
) -> None:
    places = "/mnt/nas/guichet, restic:sftp:copies@site.example:/guichet, restic:sftp://k@b.example:2222//g"
    assert prepare([*TOWN, *BEHIND[:8], places, *BEHIND[9:]], locale="en").code == 0
    lines = (here / "production/README.md").read_text("utf-8").splitlines()
    key = "/var/lib/guichet/.ssh/id_ed25519"
    made = f"    test -e {key} || runuser -u guichet -- ssh-keygen -q -t ed25519 -N '' -f {key}"
    entered = [
        "    echo bye | runuser -u guichet -- sftp copies@site.example",
        "    echo bye | runuser -u guichet -- sftp -P 2222 k@b.example",
    ]
    first = next(n for n, line in enumerate(lines) if "backup init" in line)
    assert lines.index(made) < lines.index(f"    cat {key}.pub") < lines.index(entered[0]) < first
    assert lines[lines.index(entered[0]) : lines.index(entered[0]) + 2] == entered


def test_a_domain_that_is_not_that_of_the_mailboxes_is_refused_before_anything_is_written(here: Path) -> None:
    done = prepare([*TOWN, "autre.example", *BEHIND[1:]])
    assert done.code == 1
    assert "demandes.nantheuil.example" in done.err
    assert not (here / "production").exists()


def test_the_options_of_a_server_go_with_it_alone() -> None:
    assert "go with --production" in guichet("init", "--into", "x").err
    assert "no name of a unit" in guichet("init", "--production", "--instance", "../x", "--locale", "fr").err


def test_the_unit_of_the_documentation_is_the_one_that_is_written() -> None:
    answers = dict.fromkeys(("certificate", "relay", "relay_user", "spf", "copies", "reports"), "")
    answers |= {
        "domain": "ville.test", "host": "guichet.ville.test", "addresses": "192.0.2.7", "mail_in": "postfix",
        "program": "/opt/guichet/bin/guichet", "signs": "relay", "database": "sqlite",
    }  # fmt: skip
    documented = Path(__file__).parents[2] / "docs" / "systemd"
    assert service_unit(Plan.of(answers, "en")) == (documented / "guichet.service").read_text("utf-8")
    several = service_unit(Plan.of(answers, "en", instance="ville"))
    assert several == (documented / "guichet@.service").read_text("utf-8")
