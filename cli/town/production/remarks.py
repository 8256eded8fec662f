"""The remarks in the units and the configurations for a server, for whoever reads French."""

from __future__ import annotations

import re
from functools import cache

from models.organisation.values import Locale

#: One line each, as it stands in the file; `{}` for what varies, put in again in its order.
_IN_FRENCH = {
    "# The counter as a service of systemd: {} What each line is for:":
    "# Le guichet comme service de systemd : {} À quoi sert chaque ligne :",
    "# docs/systemd.md. Written by guichet init --production.":
    "# docs/systemd.md. Écrit par guichet init --production.",
    "# The main process alone is told to stop: it ends its readers when what they read is kept.":
    "# Seul le processus principal reçoit l’arrêt : il finit ses lecteurs quand ce qu’ils ont lu est gardé.",
    "# A user of its own, made by {}: commands are typed as that user.":
    "# Un utilisateur à lui, créé par {} : les commandes se tapent sous ce nom.",
    "# Beside the .socket: what is due is looked for though nobody comes. docs/systemd.md.":
    "# À côté du .socket : ce qui est dû est cherché même si personne ne vient. docs/systemd.md.",
    "# Just after the half hours of the schedule; towns of one machine do not all come at once.":
    "# Juste après les demi-heures du planning ; les communes d’une machine ne viennent pas ensemble.",
    "# In the place of a service that always runs: systemd listens, and the first mail or look at a page":
    "# À la place d’un service qui tourne toujours : systemd écoute, et le premier courriel ou une page",
    "# In the place of a service that always runs: systemd listens, and the first look at a page":
    "# À la place d’un service qui tourne toujours : systemd écoute, et la première page demandée",
    "# starts the service. docs/systemd.md. Written by guichet init --production.":
    "# lance le service. docs/systemd.md. Écrit par guichet init --production.",
    "# Whoever may write to the socket is believed to be our relay.":
    "# Quiconque peut écrire à la socket est cru être notre relais.",
    "# Whoever may write to the socket is believed to be our proxy.":
    "# Quiconque peut écrire à la socket est cru être notre mandataire.",
    "# As many as come while it starts; the rest of a storm waits with its senders.":
    "# Autant qu’il en vient pendant qu’il démarre ; le reste d’un afflux attend chez ses expéditeurs.",
    "# Signs what the counter sends, and verifies what comes in, for Postfix.":
    "# Signe ce que le guichet envoie, et vérifie ce qui arrive, pour Postfix.",
    "# One line for each town.": "# Une ligne par commune.",
    "# Twice the names of these headers: none can be put in beside them.":
    "# Deux fois les noms de ces en-têtes : aucun ne peut être ajouté à côté.",
    "# A site for /etc/caddy/Caddyfile: the pages of {}, over HTTPS.":
    "# Un site pour /etc/caddy/Caddyfile : les pages de {}, en HTTPS.",
    "# Lines for /etc/postfix/main.cf; docs/postfix.md says what each is for.":
    "# Des lignes pour /etc/postfix/main.cf ; docs/postfix.md dit à quoi sert chacune.",
    "# The domains of this file go to Guichet, whatever the address; none may stand in mydestination.":
    "# Les domaines de ce fichier vont à Guichet, à toute adresse ; aucun ne doit être dans mydestination.",
    "# The signed reply addresses are demandes+TOKEN@….":
    "# Les adresses de réponse signées sont demandes+TOKEN@….",
    "# Letters of the counter come from this machine and may go anywhere; nobody else's may. Guichet is "
    "asked":
    "# Le courrier du guichet vient de cette machine et va partout ; nul autre ne le peut. Guichet dit",
    "# which addresses exist, so that mail to others is refused at once.":
    "# quelles adresses existent, pour que le courrier aux autres soit refusé aussitôt.",
    "# Without STARTTLS, mail to the town travels in the clear.":
    "# Sans STARTTLS, le courrier pour la commune voyage en clair.",
    "# Signs what leaves, says of what comes in whether its signature holds.":
    "# Signe ce qui part, dit de ce qui arrive si sa signature tient.",
    "# Services of other towns pass through /var/lib/guichet to their own, and list nothing there.":
    "# Les services d’autres communes traversent /var/lib/guichet vers le leur, et n’y listent rien.",
    "# What is of {} alone; guichet@.service serves every town of the machine.":
    "# Ce qui est à {} seul ; guichet@.service sert toutes les communes de la machine.",
}  # fmt: skip


def in_its_language(text: str, locale: Locale) -> str:
    """The text of a file with its remarks in `locale`; all other lines stay, unknown remarks too."""
    return text if locale == "en" else "\n".join(map(_in_french, text.split("\n")))


def _in_french(line: str) -> str:
    if line.startswith("# "):
        for remark, said in _remarks():
            if found := remark.fullmatch(line):
                return said.format(*found.groups())
    return line


@cache
def _remarks() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(re.escape(remark).replace(r"\{\}", "(.{1,200}?)")), said)
        for remark, said in _IN_FRENCH.items()
    )
