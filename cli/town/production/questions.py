"""What has to be known of a town's server, asked in its language, each answer checked as it is given."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from cli.town.production.answers import (
    HOMES,
    SecretGivenError,
    read_addresses,
    read_copies,
    read_database,
    read_email,
    read_line,
    read_mechanisms,
    read_name,
    read_one_of,
    read_or_nothing,
    read_path,
    read_program,
    read_relay,
)
from cli.town.production.units import PROGRAM
from models.errors import UserError
from models.organisation.values import Locale
from models.organisation_files.questions import Question

Answers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: what Enter answers, when it is asked at all, and the answer as it is kept.

    `read` raises ValueError for what cannot be used.
    """

    question: Question
    read: Callable[[str], str]
    default: Callable[[Answers], str] = lambda answers: ""
    wanted: Callable[[Answers], bool] = lambda answers: True


def _installed(_answers: Answers) -> str:
    """Where this program is, when the service can have it from there."""
    here = Path(sys.prefix) / "bin" / "guichet"
    return str(here) if here.exists() and not str(here).startswith(HOMES) else PROGRAM


def _is_direct(answers: Answers) -> bool:
    return answers["mail_in"] == "direct"


def asked(domain: str, administrator: str) -> tuple[Asked, ...]:
    """The questions in their order; `domain` is the organisation's, `administrator` the address of one."""
    parent = domain.removeprefix("demandes.")
    return (
        Asked(
            Question(
                "domain", "Domaine du courrier des demandes", "Domain of the requests’ mail",
                note_fr="Tout le courrier de ce domaine arrivera à Guichet : prenez un sous-domaine si des "
                "agents "
                "y ont leur boîte.",
                note_en="All mail of this domain will come to Guichet: take a sub-domain where agents have "
                "mailboxes at it.",
                wrong_fr="« {given} » n’est pas un domaine ; il s’écrit demandes.ville.fr.",
                wrong_en="'{given}' is no domain; one looks like demandes.ville.fr.",
            ),
            read_name, lambda answers: domain,
        ),
        Asked(
            Question(
                "host", "Nom de ce serveur dans le DNS", "Name of this server in the DNS",
                wrong_fr="« {given} » n’est pas un nom de machine ; il s’écrit guichet.ville.fr.",
                wrong_en="'{given}' is no name of a machine; one looks like guichet.ville.fr.",
            ),
            read_name, lambda answers: f"guichet.{answers['domain'].removeprefix('demandes.') or parent}",
        ),
        Asked(
            Question(
                "addresses", "Ses adresses publiques, séparées par des virgules",
                "Its public addresses, separated by commas",
                wrong_fr="« {given} » ne convient pas ; une adresse s’écrit 203.0.113.7 ou 2001:db8::7.",
                wrong_en="'{given}' cannot be used; an address looks like 203.0.113.7 or 2001:db8::7.",
                required=True,
            ),
            read_addresses,
        ),
        Asked(
            Question(
                "mail_in", "Le courrier arrive : direct (Guichet prend le port 25) ou postfix (un Postfix "
                "ici le tient)",
                "Mail comes in: direct (Guichet takes port 25) or postfix (a Postfix here has it)",
                note_fr="Pour relever une boîte existante au lieu de cela : docs/imap.md.",
                note_en="To fetch a mailbox that exists instead: docs/imap.md.",
                wrong_fr="Répondez direct ou postfix.", wrong_en="Answer direct or postfix.",
            ),
            read_one_of({"direct": ("25",), "postfix": ()}), lambda answers: "postfix",
        ),
        Asked(
            Question(
                "relay", "Relais par lequel part le courrier, avec son port",
                "Relay by which mail leaves, with its port",
                wrong_fr="« {given} » ne convient pas ; un relais s’écrit smtp.ville.fr:587.",
                wrong_en="'{given}' cannot be used; a relay looks like smtp.ville.fr:587.",
                required=True,
            ),
            read_relay, wanted=_is_direct,
        ),
        Asked(
            Question(
                "relay", "Relais auquel Postfix confie ce qui part ; vide : il remet lui-même",
                "Relay to which Postfix hands what leaves; empty: it delivers by itself",
                wrong_fr="« {given} » ne convient pas ; un relais s’écrit smtp.ville.fr:587.",
                wrong_en="'{given}' cannot be used; a relay looks like smtp.ville.fr:587.",
            ),
            read_or_nothing(read_relay), wanted=lambda answers: not _is_direct(answers),
        ),
        Asked(
            Question(
                "relay_user", "Compte sur ce relais ; vide : aucun", "Account at that relay; empty: none",
                note_fr="Son mot de passe n’est pas demandé ici : vous l’écrirez dans un fichier à part.",
                note_en="Its password is not asked for here: you will write it to a file of its own.",
            ),
            read_line, wanted=_is_direct,
        ),
        Asked(
            Question(
                "spf", "Ce que ce relais fait écrire dans le SPF",
                "What that relay has its customers write into SPF",
                wrong_fr="« {given} » ne convient pas ; cela s’écrit include:_spf.relais.fr ou "
                "a:smtp.ville.fr.",
                wrong_en="'{given}' cannot be used; it looks like include:_spf.relay.fr or a:smtp.ville.fr.",
            ),
            read_mechanisms, lambda answers: f"a:{answers['relay'].partition(':')[0]}",
            lambda answers: bool(answers["relay"]),
        ),
        Asked(
            Question(
                "signs", "Qui signe (DKIM) : opendkim (ici) ou relais",
                "Who signs (DKIM): opendkim (here) or relay",
                wrong_fr="Répondez opendkim ou relais.", wrong_en="Answer opendkim or relay.",
            ),
            read_one_of({"opendkim": ("ici", "here"), "relay": ("relais",)}),
            lambda answers: "opendkim", lambda answers: not _is_direct(answers),
        ),
        Asked(
            Question(
                "certificate",
                "Dossier du certificat pour le courrier (fullchain.pem, privkey.pem) ; « - » : aucun",
                "Folder of the certificate for mail (fullchain.pem, privkey.pem); “-”: none",
                wrong_fr="« {given} » n’est pas un dossier ; il s’écrit "
                "/etc/letsencrypt/live/guichet.ville.fr, sans espace ni caractère spécial.",
                wrong_en="'{given}' is no folder; one looks like /etc/letsencrypt/live/guichet.ville.fr, "
                "without spaces or special characters.",
            ),
            lambda text: "" if text.strip() in ("-", "") else read_path(text),
            lambda answers: f"/etc/letsencrypt/live/{answers['host']}",
        ),
        Asked(
            Question(
                "database", "Base de données : sqlite, ou l’adresse d’un PostgreSQL",
                "Database: sqlite, or the URL of a PostgreSQL",
                wrong_fr="« {given} » ne convient pas ; cela s’écrit sqlite ou postgresql:///guichet, sans "
                "mot de passe.",
                wrong_en="'{given}' cannot be used; it looks like sqlite or postgresql:///guichet, without "
                "a password.",
            ),
            read_database, lambda answers: "sqlite",
        ),
        Asked(
            Question(
                "copies", "Où vont les sauvegardes, deux endroits séparés par une virgule",
                "Where backups go, two places separated by a comma",
                note_fr="Un dossier d’un autre disque, et restic: avec un dépôt d’un autre bâtiment "
                "(docs/backup.md).",
                note_en="A folder on another disk, and restic: with a repository in another building "
                "(docs/backup.md).",
                wrong_fr="« {given} » ne convient pas ; un endroit s’écrit /mnt/nas/guichet ou "
                "restic:sftp:copies@site.fr:/guichet, sans espace ni caractère spécial.",
                wrong_en="'{given}' cannot be used; a place looks like /mnt/nas/guichet or "
                "restic:sftp:copies@site.fr:/guichet, without spaces or special characters.",
            ),
            read_copies,
        ),
        Asked(
            Question(
                "reports", "Adresse qui reçoit les rapports sur le courrier forgé (DMARC) ; vide : aucune",
                "Address that gets the reports on forged mail (DMARC); empty: none",
                wrong_fr="« {given} » n’est pas une adresse ; elle s’écrit informatique@ville.fr.",
                wrong_en="'{given}' is no address; one looks like informatique@ville.fr.",
            ),
            read_or_nothing(read_email), lambda answers: administrator,
        ),
        Asked(
            Question(
                "program", "Où est le programme guichet sur le serveur",
                "Where the program guichet is on the server",
                wrong_fr="« {given} » ne convient pas : le service n’a accès ni à /home, ni à /root. "
                "Le plus simple : /opt/guichet/bin/guichet.",
                wrong_en="'{given}' cannot be used: the service sees neither /home nor /root. "
                "Simplest: /opt/guichet/bin/guichet.",
            ),
            read_program, _installed,
        ),
    )  # fmt: skip


def read_answer(each: Asked, text: str, locale: str) -> str:
    """The answer as it is kept. Raises UserError saying in `locale` what is wrong with it."""
    language: Locale = "en" if locale == "en" else "fr"
    try:
        return each.read(text)
    except SecretGivenError as wrong:
        raise UserError(wrong.said[language]) from wrong
    except ValueError as wrong:
        raise UserError(each.question.wrong(text, language)) from wrong
