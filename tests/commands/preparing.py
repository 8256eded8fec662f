"""Answers about a town and its server, and `guichet init --production` given them."""

from __future__ import annotations

from tests.commands.running import Done, guichet

TOWN = [
    "Nantheuil-les-Bois", "metropole", "3 rue du Lavoir, 99000 Nantheuil", "01 99 00 44 00", "demandes.nantheuil.example",
    "", "", "Accueil, Voirie", "", "École du Lavoir", "Claire Moulin <claire.moulin@nantheuil.example>",
]  # fmt: skip
BEHIND = [
    "",
    "",
    "198.51.100.7, 2001:db8::7",
    "postfix",
    "",
    "",
    "-",
    "",
    "/mnt/nas/guichet",
    "",
    "/bin/true",
]
DIRECT = [
    "", "", "198.51.100.7", "direct", "smtp.relais.example:465", "compte", "include:_spf.relais.example", "",
    "postgresql:///guichet", "", "", "/bin/true",
]  # fmt: skip


def prepare(answers: list[str], *options: str, locale: str = "fr") -> Done:
    return guichet(
        "init",
        "--production",
        "--locale",
        locale,
        *options,
        typed="".join(f"{each}\n" for each in answers).encode(),
    )
