"""What the page of the steps says of the database, Postfix and opendkim, by what was answered."""

from __future__ import annotations

from collections.abc import Iterator

from cli.town.production.plan import Plan
from cli.town.production.postgres import server_of
from cli.town.production.typed import making, password_line, writing_password
from models.organisation.values import Locale

#: A title, what is said, and what is typed.
Step = tuple[str, str, tuple[str, ...]]
_PEER: dict[Locale, str] = {
    "fr": "Guichet y entre sans mot de passe, par son nom d’utilisateur.",
    "en": "Guichet enters it without a password, by the name of its user.",
}
_MAPPED: dict[Locale, str] = {
    "fr": "Guichet y entre sans mot de passe sous le nom de {user}\u00a0: laissez l’utilisateur {service} de "
    "cette machine le prendre, dans pg_ident.conf et pg_hba.conf (`map=`).",
    "en": "Guichet enters it without a password under the name of {user}: let the user {service} of this "
    "machine take it, in pg_ident.conf and pg_hba.conf (`map=`).",
}
_ELSEWHERE: dict[Locale, str] = {
    "fr": "Faites sur le serveur {host} un utilisateur {user} et une base {database} qui est à lui. Ici, "
    "son mot de passe va dans le fichier que nomme PGPASSFILE, et que le service seul lit\u00a0: tapez "
    "`{line}` suivi du mot de passe (dans lequel « : » s’écrit « \\: »), Entrée, puis Ctrl-D.",
    "en": "Make on the server {host} a user {user} and a database {database} of its own. Here, the password "
    "goes into the file that PGPASSFILE names, which the service alone reads: type `{line}` followed by the "
    "password (in which “:” is written “\\:”), Enter, then Ctrl-D.",
}
_OPENDKIM: dict[Locale, str] = {
    "fr": "opendkim signe ce qui part (`apt-get install opendkim`)\u00a0; s’il est déjà réglé ici pour autre "
    "chose, complétez ses réglages au lieu de les remplacer.",
    "en": "opendkim signs what leaves (`apt-get install opendkim`); where it is set up already for something "
    "else, add to its settings instead of replacing them.",
}
_POSTFIX_OF_SEVERAL: dict[Locale, str] = {
    "fr": "Si une autre commune de cette machine a déjà ces lignes, elles restent comme elles sont\u00a0: le "
    "nom, le certificat et le relais valent pour toutes, et le SPF de chacune nomme ce relais.",
    "en": "Where another town of this machine has these lines already, they stay as they are: the name, the "
    "certificate and the relay are those of all, and the SPF of each names that relay.",
}
_OPENDKIM_OF_SEVERAL: dict[Locale, str] = {
    "fr": "Le nom qui suit AuthservID dans /etc/opendkim.conf est celui d’authserv_id dans {settings}.",
    "en": "The name after AuthservID in /etc/opendkim.conf is that of authserv_id in {settings}.",
}


def of_mail(plan: Plan) -> str:
    """What the lines of Postfix and opendkim are to those that are there already."""
    said = [_POSTFIX_OF_SEVERAL[plan.locale]] if plan.instance else []
    if plan.signs:
        said.append(_OPENDKIM[plan.locale])
        if plan.instance:
            said.append(_OPENDKIM_OF_SEVERAL[plan.locale].format(settings=plan.folder / "settings.toml"))
    return "".join(f" {each}" for each in said)


def database_step(plan: Plan) -> Iterator[Step]:
    """How the database is made, where it is a PostgreSQL."""
    server = server_of(plan.database, plan.user)
    if server is None:
        return
    title = "La base de données" if plan.locale == "fr" else "The database"
    if server.host:
        said = _ELSEWHERE[plan.locale].format(
            host=server.host, user=server.user, database=server.database, line=password_line(server)
        )
        yield title, said, writing_password(plan)
        return
    said = (_PEER if server.user == plan.user else _MAPPED)[plan.locale].format(
        user=server.user, service=plan.user
    )
    yield title, said, making(server)
