"""The first organisation.toml of a town: what its answers give, with remarks and examples in its language."""

from __future__ import annotations

from collections.abc import Mapping

from models.organisation.values import Locale
from models.organisation_files.answers import organisation_from
from models.organisation_files.examples import examples
from models.organisation_files.writing import HEADINGS, title, write_organisation

_HEAD: Mapping[Locale, str] = {
    "fr": """\
# L’organisation de la mairie : qui travaille où, quels bâtiments il y a, où vont les messages.
# « guichet org check » dit ce qui ne va pas, « guichet org diff » ce qui changerait, « guichet org apply »
# l’applique. Ce qui suit un # est une remarque. Pour vous servir d’un exemple, retirez le # de ses lignes.
""",
    "en": """\
# The organisation of the town hall: who works where, which buildings there are, where messages go.
# `guichet org check` tells what is wrong, `guichet org diff` what would change, `guichet org apply` changes
# it. What follows a # is a remark. To use an example, take the # off its lines.
""",
}
#: Below the title of each list of a new file: what it is for.
_REMARKS: Mapping[Locale, Mapping[str, str]] = {
    "fr": {
        "services": "themes : les affaires dont le service s’occupe ; « guichet rules themes » en donne la "
        "liste et les mots.",
        "buildings": 'aliases : les noms que les gens leur donnent, par exemple aliases = ["la salle '
        'polyvalente"].',
        "agents": "emails : toutes les adresses d’où l’agent écrit, d’abord celle où il reçoit ; "
        "role : agent, manager (responsable) ou administrator.",
    },
    "en": {
        "services": "themes: what the service looks after; `guichet rules themes` lists them with "
        "their words.",
        "buildings": 'aliases: what people call them, for instance aliases = ["the village hall"].',
        "agents": "emails: every address the agent writes from, first the one for letters; role: agent, "
        "manager or administrator.",
    },
}


def first_file(answers: Mapping[str, str], locale: Locale = "fr") -> str:
    """The text of organisation.toml; anything the documentation shows can be added at its end. Raises
    UserError.
    """
    organisation = organisation_from(answers, locale)
    remarks = {title(HEADINGS[name][locale]): remark for name, remark in _REMARKS[locale].items()}
    lines = []
    for line in write_organisation(organisation, locale).splitlines():
        lines += [line, f"# {remarks[line]}"] if line in remarks else [line]
    domain = (organisation.town.email or "@ville.test").rpartition("@")[2]
    # Agents write from where the administrator does: mail of the counter's own domain comes to the counter.
    known = next((each.emails[0].rpartition("@")[2] for each in organisation.agents if each.emails), "")
    more = examples(
        locale,
        domain=domain,
        agents=known or f"agents.{domain}",
        service=organisation.town.default_service,
    )
    return "\n".join([_HEAD[locale], *lines, "", more])
