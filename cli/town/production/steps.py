"""What is left to do by hand, in its order, with the commands to type: LISEZ-MOI.md, README.md."""

from __future__ import annotations

from collections.abc import Iterator

from cli.town.production.plan import Plan
from cli.town.production.settings import database_url

#: A title, what is said, and what is typed.
Step = tuple[str, str, tuple[str, ...]]


def steps(plan: Plan) -> str:
    """The page, in the language of the plan."""
    french = plan.locale == "fr"
    town = plan.town or plan.domain
    head = (
        f"# Mettre {town} en service\n\n"
        f"Rien n’a encore été touché sur cette machine : tout est dans ce dossier. Faites ce qui suit dans "
        f"l’ordre, en administrateur (root) du serveur {plan.host}, depuis ce dossier."
        if french
        else f"# Putting {town} into service\n\n"
        f"Nothing on this machine was touched yet: everything is in this folder. Do what follows in its "
        f"order, "
        f"as administrator (root) of the server {plan.host}, from this folder."
    )
    blocks = [head]
    for number, (title, said, typed) in enumerate(_french(plan) if french else _english(plan), 1):
        blocks.append(f"## {number}. {title}\n\n{said}")
        if typed:
            blocks.append("\n".join(f"    {line}" for line in typed))
    return "\n\n".join(blocks) + "\n"


def file_name(plan: Plan) -> str:
    """Under which the page is written."""
    return "LISEZ-MOI.md" if plan.locale == "fr" else "README.md"


def _french(plan: Plan) -> Iterator[Step]:
    yield (
        "Publier les noms",
        "Donnez `dns.zone` à qui tient le DNS. Les noms mettent jusqu’à une journée à être connus partout.",
        (),
    )
    yield (
        "Poser les fichiers",
        "`cp -rn` n’écrase rien de ce qui est déjà là. Le service a un utilisateur à lui, guichet.",
        tuple(_placing(plan)),
    )
    if plan.secrets:
        yield (
            "Le mot de passe du relais",
            f"Tapez-le, Entrée, puis Ctrl-D. Seul l’administrateur lit ce fichier ; le compte est "
            f"{plan.relay_user}.",
            (f"install -m 600 /dev/stdin {plan.folder}/relay_password",),
        )
    if database_url(plan).startswith("postgresql"):
        yield "La base de données", "Guichet y entre sans mot de passe, par son nom d’utilisateur.", _POSTGRES
    yield (
        "Faire la base et les clés",
        "Recopiez la ligne de la clé qui signe les traces, et gardez-la au coffre.",
        (_typed(plan, "init"),),
    )
    if plan.copies:
        yield (
            "Les sauvegardes",
            "Imprimez la clé de secours, affichée une seule fois, et gardez-la au coffre.",
            (*_folders(plan), _typed(plan, "backup init"), _typed(plan, "backup now")),
        )
    if plan.mail_in == "postfix":
        yield (
            "Postfix",
            "Ajoutez à `/etc/postfix/main.cf` les lignes de `a-ajouter/main.cf` ; une ligne du même nom, "
            "plus "
            "haut, est à retirer." + (_OPENDKIM_FR if plan.signs else ""),
            (*(_OPENDKIM if plan.signs else ()), "postfix check", "systemctl reload postfix"),
        )
    yield (
        "Les pages",
        "Ajoutez à `/etc/caddy/Caddyfile` les lignes de `a-ajouter/Caddyfile` : Caddy obtient le certificat "
        "et le renouvelle.",
        ("systemctl reload caddy",),
    )
    yield (
        "Ouvrir",
        "Puis regardez ce qui manque encore : un ✗ empêche le courrier de passer, un ! est un conseil.",
        (
            "systemctl daemon-reload",
            f"systemctl enable --now {plan.unit}",
            _typed(plan, "doctor"),
        ),
    )
    if plan.mail_in == "direct" and plan.certificate:
        yield (
            "Quand le certificat change",
            "Le service le lit en s’ouvrant. Avec certbot :",
            (f"certbot reconfigure --deploy-hook 'systemctl restart {plan.unit}'",),
        )
    yield (
        "Essayer",
        f"Écrivez à mairie@{plan.domain} depuis une adresse d’ailleurs : l’accusé de réception arrive "
        f"aussitôt. "
        "Les commandes se tapent comme au-dessus, par exemple :",
        (_typed(plan, "requests list"),),
    )


def _english(plan: Plan) -> Iterator[Step]:
    yield (
        "Publish the names",
        "Give `dns.zone` to whoever runs the DNS. Names take up to a day to be known everywhere.",
        (),
    )
    yield (
        "Put the files in place",
        "`cp -rn` writes over nothing that is there. The service has a user of its own, guichet.",
        tuple(_placing(plan)),
    )
    if plan.secrets:
        yield (
            "The relay’s password",
            f"Type it, Enter, then Ctrl-D. The administrator alone reads this file; the account is "
            f"{plan.relay_user}.",
            (f"install -m 600 /dev/stdin {plan.folder}/relay_password",),
        )
    if database_url(plan).startswith("postgresql"):
        yield "The database", "Guichet enters it without a password, by the name of its user.", _POSTGRES
    yield (
        "Make the database and the keys",
        "Write down the line of the key that signs the traces, and keep it in the safe.",
        (_typed(plan, "init"),),
    )
    if plan.copies:
        yield (
            "Backups",
            "Print the recovery key, which is shown once, and keep it in the safe.",
            (*_folders(plan), _typed(plan, "backup init"), _typed(plan, "backup now")),
        )
    if plan.mail_in == "postfix":
        yield (
            "Postfix",
            "Add the lines of `to-add/main.cf` to `/etc/postfix/main.cf`; a line of the same name above them "
            "must go." + (_OPENDKIM_EN if plan.signs else ""),
            (
                *(line.replace("a-ajouter", "to-add") for line in (_OPENDKIM if plan.signs else ())),
                "postfix check",
                "systemctl reload postfix",
            ),
        )
    yield (
        "The pages",
        "Add the lines of `to-add/Caddyfile` to `/etc/caddy/Caddyfile`: Caddy gets the certificate and "
        "renews it.",
        ("systemctl reload caddy",),
    )
    yield (
        "Open",
        "Then see what is missing still: a ✗ keeps mail from working, a ! is advice.",
        (
            "systemctl daemon-reload",
            f"systemctl enable --now {plan.unit}",
            _typed(plan, "doctor"),
        ),
    )
    if plan.mail_in == "direct" and plan.certificate:
        yield (
            "When the certificate changes",
            "The service reads it when it opens. With certbot:",
            (f"certbot reconfigure --deploy-hook 'systemctl restart {plan.unit}'",),
        )
    yield (
        "Try it",
        f"Write to mairie@{plan.domain} from an address elsewhere: the acknowledgement comes at once. "
        f"Commands "
        "are typed as above, for instance:",
        (_typed(plan, "requests list"),),
    )


_POSTGRES = (
    "runuser -u postgres -- createuser --createdb guichet",
    "runuser -u postgres -- createdb --owner guichet guichet",
)
_OPENDKIM = (
    "cp a-ajouter/opendkim.conf /etc/opendkim.conf",
    "chown -R opendkim: /etc/dkimkeys",
    "systemctl restart opendkim",
)
_OPENDKIM_FR = (
    " opendkim signe ce qui part (`apt-get install opendkim`) ; s’il est déjà réglé ici, complétez ses "
    "réglages au lieu de les remplacer."
)
_OPENDKIM_EN = (
    " opendkim signs what leaves (`apt-get install opendkim`); where it is set up already, add to its "
    "settings "
    "instead of replacing them."
)


def _placing(plan: Plan) -> Iterator[str]:
    yield "cp -rn etc/. /etc/"
    yield "systemd-sysusers"
    if plan.mail_in == "postfix":
        yield "systemd-tmpfiles --create"
    yield f"chown -R root:guichet {plan.folder} && chmod -R u=rwX,g=rX,o= {plan.folder}"
    own = f" {plan.data}" if plan.instance else ""
    yield f"install -d -o guichet -g guichet -m 700 /var/lib/guichet{own}"


def _folders(plan: Plan) -> Iterator[str]:
    """Backups go where the service's user may write."""
    for path in plan.local_copies:
        yield f"install -d -o guichet -g guichet -m 700 {path}"


def _typed(plan: Plan, command: str) -> str:
    return f"cd {plan.data} && runuser -u guichet -- {plan.program} -s {plan.folder}/settings.toml {command}"
