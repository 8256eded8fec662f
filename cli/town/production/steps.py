"""What is left to do by hand, in its order, with the commands to type: LISEZ-MOI.md, README.md."""

from __future__ import annotations

from collections.abc import Iterator

from cli.town.production.notes import Step, database_step, of_mail
from cli.town.production.plan import Plan
from cli.town.production.typed import backing_up, idle, letting_in, mailing, placing, showing, typed


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
    for number, (title, said, commands) in enumerate(_french(plan) if french else _english(plan), 1):
        blocks.append(f"## {number}. {title}\n\n{said}")
        if commands:
            blocks.append("\n".join(f"    {line}" for line in commands))
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
        f"`cp -rn` n’écrase rien de ce qui est déjà là. Le service a un utilisateur à lui, {plan.user}.",
        tuple(placing(plan)),
    )
    if plan.secrets:
        yield (
            "Le mot de passe du relais",
            f"Tapez-le, Entrée, puis Ctrl-D. Seul l’administrateur lit ce fichier ; le compte est "
            f"{plan.relay_user}.",
            (f"install -m 600 /dev/stdin {plan.folder}/relay_password",),
        )
    yield from database_step(plan)
    yield (
        "Faire la base et les clés",
        "Recopiez la ligne de la clé qui signe les traces, et gardez-la au coffre.",
        (typed(plan, "init"),),
    )
    if plan.accounts:
        yield (
            "Le compte des sauvegardes",
            "Un dépôt d’une autre machine demande un compte\u00a0? Tapez-en les lignes, par exemple "
            "RESTIC_REST_USERNAME=… et RESTIC_REST_PASSWORD=…, Entrée, puis Ctrl-D.",
            (f"install -m 600 /dev/stdin {plan.accounts}",),
        )
    if plan.shells:
        yield (
            "La clé des sauvegardes par SFTP",
            "L’autre machine doit connaître la clé que montre la troisième ligne (dans "
            "~/.ssh/authorized_keys du compte des copies). La dernière y entre une fois : comparez "
            "l’empreinte avec celle de l’autre machine, et répondez yes.",
            tuple(letting_in(plan)),
        )
    if plan.copies:
        yield (
            "Les sauvegardes",
            "Imprimez la clé de secours, affichée une seule fois, et gardez-la au coffre.",
            tuple(backing_up(plan)),
        )
    if plan.mail_in == "postfix":
        yield (
            "Postfix",
            "Ajoutez à `/etc/postfix/main.cf` les lignes de `a-ajouter/main.cf` ; une ligne du même nom, "
            "plus haut, est à retirer." + of_mail(plan),
            tuple(mailing(plan)),
        )
    yield (
        "Les pages",
        "Ajoutez à `/etc/caddy/Caddyfile` les lignes de `a-ajouter/Caddyfile` : Caddy obtient le certificat "
        "et le renouvelle.",
        tuple(showing(plan)),
    )
    yield (
        "Ouvrir",
        "Puis regardez ce qui manque encore : un ✗ empêche le courrier de passer, un ! est un conseil.",
        (
            "systemctl daemon-reload",
            f"systemctl enable --now {plan.unit}",
            typed(plan, "doctor"),
        ),
    )
    yield (
        "Au repos, ne rien coûter (si la commune est petite)",
        "systemd écoute à la place du service, le lance au premier courriel ou à la première visite, et "
        "toutes les demi-heures pour ce qui est à heure fixe ; il s’arrête ensuite de lui-même. Sans cela, "
        "rien à faire. Pas pour une boîte relevée en IMAP.",
        idle(plan),
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
        (typed(plan, "requests list"),),
    )
    yield (
        "Après une semaine",
        "Dans settings.toml, `agents.proof` est `confirm`\u00a0: le courriel d’un agent que rien ne prouve "
        "attend que cet agent réponde OK à l’adresse qui est dans l’organisation. Ceci dit ce que les "
        "derniers courriels portaient, ceux des agents à part, et ce qui manque pour n’avoir rien à "
        "confirmer.",
        (typed(plan, "doctor mail-auth"),),
    )


def _english(plan: Plan) -> Iterator[Step]:
    yield (
        "Publish the names",
        "Give `dns.zone` to whoever runs the DNS. Names take up to a day to be known everywhere.",
        (),
    )
    yield (
        "Put the files in place",
        f"`cp -rn` writes over nothing that is there. The service has a user of its own, {plan.user}.",
        tuple(placing(plan)),
    )
    if plan.secrets:
        yield (
            "The relay’s password",
            f"Type it, Enter, then Ctrl-D. The administrator alone reads this file; the account is "
            f"{plan.relay_user}.",
            (f"install -m 600 /dev/stdin {plan.folder}/relay_password",),
        )
    yield from database_step(plan)
    yield (
        "Make the database and the keys",
        "Write down the line of the key that signs the traces, and keep it in the safe.",
        (typed(plan, "init"),),
    )
    if plan.accounts:
        yield (
            "The account of the backups",
            "A repository on another machine asks for an account? Type its lines, for instance "
            "RESTIC_REST_USERNAME=… and RESTIC_REST_PASSWORD=…, Enter, then Ctrl-D.",
            (f"install -m 600 /dev/stdin {plan.accounts}",),
        )
    if plan.shells:
        yield (
            "The key of the backups by SFTP",
            "The other machine has to know the key that the third line shows (in ~/.ssh/authorized_keys "
            "of the account of the copies). The last line enters once: compare the fingerprint with that "
            "of the other machine, and answer yes.",
            tuple(letting_in(plan)),
        )
    if plan.copies:
        yield (
            "Backups",
            "Print the recovery key, which is shown once, and keep it in the safe.",
            tuple(backing_up(plan)),
        )
    if plan.mail_in == "postfix":
        yield (
            "Postfix",
            "Add the lines of `to-add/main.cf` to `/etc/postfix/main.cf`; a line of the same name above them "
            "must go." + of_mail(plan),
            tuple(mailing(plan)),
        )
    yield (
        "The pages",
        "Add the lines of `to-add/Caddyfile` to `/etc/caddy/Caddyfile`: Caddy gets the certificate and "
        "renews it.",
        tuple(showing(plan)),
    )
    yield (
        "Open",
        "Then see what is missing still: a ✗ keeps mail from working, a ! is advice.",
        (
            "systemctl daemon-reload",
            f"systemctl enable --now {plan.unit}",
            typed(plan, "doctor"),
        ),
    )
    yield (
        "Costing nothing while idle (for a small town)",
        "systemd listens in the place of the service, starts it for the first mail or visit, and every half "
        "hour for what happens by the clock; it ends by itself then. Without that there is nothing to do. "
        "Not for a mailbox that is fetched by IMAP.",
        idle(plan),
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
        (typed(plan, "requests list"),),
    )
    yield (
        "After a week",
        "In settings.toml, `agents.proof` is `confirm`: an agent’s mail that nothing proves waits until that "
        "agent answers OK at the address in the organisation. This says what the last mails carried, those "
        "of agents apart, and what is missing to have nothing to confirm.",
        (typed(plan, "doctor mail-auth"),),
    )
