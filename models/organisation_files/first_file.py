"""The first organisation.toml of a town: what its answers give, with remarks and examples in its language."""

from __future__ import annotations

from collections.abc import Mapping

from models.organisation.values import Locale
from models.organisation_files.answers import organisation_from
from models.organisation_files.writing import write_organisation

_HEAD = {
    "fr": """\
# L'organisation de la mairie : qui travaille où, quels bâtiments il y a, où vont les messages.
# « guichet org check » dit ce qui ne va pas, « guichet org diff » ce qui changerait, « guichet org apply »
# l'applique. Ce qui suit un # est une remarque. Pour vous servir d'un exemple, retirez le # de ses lignes.
""",
    "en": """\
# The organisation of the town hall: who works where, which buildings there are, where messages go.
# `guichet org check` tells what is wrong, `guichet org diff` what would change, `guichet org apply` changes
# it. What follows a # is a remark. To use an example, take the # off its lines.
""",
}
#: After the services, buildings and agents: what each list is for, and an example that can be used as it is.
_REMARKS: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "Services": "themes : les affaires dont le service s'occupe ; « guichet rules themes » en donne la "
        "liste et les mots.",
        "Buildings": 'aliases : les noms que les gens leur donnent, par exemple aliases = ["la salle '
        'polyvalente"].',
        "Agents": "emails : toutes les adresses d'où l'agent écrit ; role : agent, manager (responsable) ou "
        "administrator.",
    },
    "en": {
        "Services": "themes: what the service looks after; `guichet rules themes` lists them with "
        "their words.",
        "Buildings": 'aliases: what people call them, for instance aliases = ["the village hall"].',
        "Agents": "emails: every address the agent writes from; role: agent, manager or administrator.",
    },
}
_EXAMPLES = {
    "fr": """
# --- Un agent de plus -------------------------------------------------------------------------------
# [[agents]]
# key = "marie-durand"
# name = "Marie Durand"
# emails = ["marie.durand@{theirs}"]
# phones = ["06 39 98 00 21"]
# services = ["{service}"]

# --- Modèles de demande -----------------------------------------------------------------------------
# [[request_types]]
# key = "signalement"
# label = "Signalement sur la voie publique"
# service = "{service}"
# due_working_days = 10

# --- Règles : ce que seule votre commune peut savoir, dans cet ordre ----------------------------------
# [[rules]]
# key = "elus"
# name = "Écrit par un élu"
# when.sender = ["@elus.{domain}"]
# then.priority = "high"
# then.tags = ["elu"]
""",
    "en": """
# --- One more agent ---------------------------------------------------------------------------------
# [[agents]]
# key = "marie-durand"
# name = "Marie Durand"
# emails = ["marie.durand@{theirs}"]
# phones = ["06 39 98 00 21"]
# services = ["{service}"]

# --- Request types ----------------------------------------------------------------------------------
# [[request_types]]
# key = "street-report"
# label = {{ fr = "Signalement sur la voie publique", en = "Report about the street" }}
# service = "{service}"
# due_working_days = 10

# --- Rules: what only your town can know, in this order -----------------------------------------------
# [[rules]]
# key = "officials"
# name = "Written by an elected official"
# when.sender = ["@elus.{domain}"]
# then.priority = "high"
# then.tags = ["official"]
""",
}
_HEADINGS_FR = {"Services": "Services", "Buildings": "Bâtiments", "Agents": "Agents"}


def first_file(answers: Mapping[str, str], locale: Locale = "fr") -> str:
    """The text of organisation.toml; anything the documentation shows can be added at its end. Raises
    UserError.
    """
    organisation = organisation_from(answers, locale)
    lines = []
    for line in write_organisation(organisation).splitlines():
        heading = line.removeprefix("# --- ").rstrip("-").strip() if line.startswith("# --- ") else ""
        if heading in _REMARKS[locale]:
            shown = _HEADINGS_FR[heading] if locale == "fr" else heading
            lines += [f"# --- {shown} ".ljust(100, "-"), f"# {_REMARKS[locale][heading]}"]
        else:
            lines.append(line)
    domain = (organisation.town.email or "@ville.test").rpartition("@")[2]
    # Agents write from where the administrator does: mail of the counter's own domain comes to the counter.
    known = next((each.emails[0].rpartition("@")[2] for each in organisation.agents if each.emails), "")
    examples = _EXAMPLES[locale].format(
        domain=domain, theirs=known or f"agents.{domain}", service=organisation.town.default_service
    )
    return "\n".join([_HEAD[locale], *lines]) + "\n" + examples
