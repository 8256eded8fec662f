"""What is written to a town of 300,000 in the worst hour of a storm day; invented, the same each time."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from email.policy import SMTP as SMTP_POLICY

from bench.crowd import Mail, mail
from tests.letters import write
from tests.servers.mailbox import Delivered

#: A year's requests of 300,000 people, a storm day against the mean of them all, and its worst hour of ten.
A_YEAR, STORM, HOURS = 150_000, 10, 10
#: People who report one thing within that hour; spam and reports of letters that failed, of all that comes.
WITNESSES, SPAM, BOUNCES = 2_000, 0.05, 0.03
_DOMAINS = (
    "orange.example",
    "free.example",
    "laposte.example",
    "sfr.example",
    "courriel.example",
    "autre.example",
)
_WATER = (
    "Il n’y a plus d’eau rue des Lilas depuis ce matin",
    "Plus une goutte au robinet, rue des Lilas, toute la rue est concernée",
    "Bonjour, l’eau est coupée rue des Lilas, est-ce normal ?",
    "Fuite énorme rue des Lilas, la chaussée est inondée et nous n’avons plus d’eau",
    "Pas d’eau chez nous (rue des Lilas), quand est-ce que ça revient",
)
_ELSE = (
    "Un arbre est tombé chemin du Moulin et barre la route",
    "Le lampadaire devant le gymnase Guimard ne marche plus",
    "La toiture de la médiathèque fuit, des livres sont mouillés",
    "Des tuiles menacent de tomber devant l’école Jean-Macé",
    "La cantine sera-t-elle ouverte demain ?",
    "Où déposer les branches après la tempête ?",
    "Le panneau du carrefour est couché sur la chaussée",
    "Je souhaite un rendez-vous pour une carte d’identité",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Coming:
    """One mail of the hour: `make` writes it when its turn comes; None: there is nothing to write then."""

    kind: str
    make: Callable[[], Mail | None]


def the_hour(failed: Callable[[], Delivered | None]) -> list[Coming]:
    """Everything in the order in which it comes. `failed` gives a letter of ours that did not arrive."""
    dice = random.Random(17)  # the same hour each time
    usual = A_YEAR // 365 * STORM // HOURS
    coming = [_witness(number, dice) for number in range(WITNESSES)]
    coming += [_somebody(number, dice) for number in range(usual)]
    all_of_it = round(len(coming) / (1 - SPAM - BOUNCES))
    coming += [_spam(number) for number in range(round(all_of_it * SPAM))]
    coming += [
        Coming("bounce", lambda number=number: _bounce(number, failed()))  # type: ignore[misc]
        for number in range(round(all_of_it * BOUNCES))
    ]
    dice.shuffle(coming)
    return coming


def _witness(number: int, dice: random.Random) -> Coming:
    sender, words = f"riveraine-{number}@{dice.choice(_DOMAINS)}", dice.choice(_WATER)
    return Coming("witness", lambda: mail(number, sender, proved=True, words=words))


def _somebody(number: int, dice: random.Random) -> Coming:
    sender, words = f"habitant-{number}@{dice.choice(_DOMAINS)}", dice.choice(_ELSE)
    return Coming("other", lambda: mail(10_000 + number, sender, proved=True, words=words))


def _spam(number: int) -> Coming:
    marked = {"X-Spam-Flag": "YES"}
    sender = f"promo-{number}@offres.example.net"
    return Coming("spam", lambda: mail(20_000 + number, sender, headers=marked, words="Gagnez un voyage"))


def _bounce(number: int, lost: Delivered | None) -> Mail | None:
    """What a server says that could not deliver a letter of ours (RFC 3464)."""
    if lost is None:
        return None
    letter = write("x", sender="MAILER-DAEMON@mx.example.org", subject="Undelivered Mail Returned to Sender")
    del letter["Content-Type"], letter["Content-Transfer-Encoding"], letter["MIME-Version"]
    head = letter.as_bytes(policy=SMTP_POLICY).partition(b"\r\n\r\n")[0].decode()
    report = (
        f"{head}\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n'
        "\r\n--b\r\nContent-Type: text/plain\r\n\r\nThis mail could not be delivered.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.org\r\n\r\n"
        f"Final-Recipient: rfc822; {lost.recipients[0]}\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
        "--b\r\nContent-Type: text/rfc822-headers\r\n\r\n"
        f"Message-ID: {lost.header('Message-ID')}\r\n\r\n--b--\r\n"
    )
    return Mail("", report.encode(), lost.envelope_from)
