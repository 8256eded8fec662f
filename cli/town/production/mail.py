"""What a Postfix and an opendkim beside the counter are told, and the pages' proxy."""

from __future__ import annotations

import base64

from cli.town.production.plan import PORT, SUBMISSIONS, Plan

#: Where opendkim listens; it verifies what comes in and signs what leaves.
MILTER = "inet:127.0.0.1:8891"
_MILTER_SOCKET = "inet:8891@127.0.0.1"
#: The domains of the towns of a machine, each with its socket.
TRANSPORT = "/etc/postfix/guichet"
KEYS = "/etc/dkimkeys"
KEY_TABLE, SIGNING_TABLE = f"{KEYS}/KeyTable", f"{KEYS}/SigningTable"
#: Octets of a key that every server still verifies (RFC 8301).
_BITS = 2048


def postfix(plan: Plan) -> str:
    """Lines for main.cf. Those of docs/postfix.md, and what lets the counter's own letters leave. They name
    no town: each one of a machine has its line in TRANSPORT, and takes nothing from the others.
    """
    lines = [
        "# Lines for /etc/postfix/main.cf; docs/postfix.md says what each is for.",
        f"myhostname = {plan.host}",
        "# The domains of this file go to Guichet, whatever the address; none may stand in mydestination.",
        f"relay_domains = texthash:{TRANSPORT}",
        f"transport_maps = texthash:{TRANSPORT}",
        "# The signed reply addresses are demandes+TOKEN@….",
        "recipient_delimiter = +",
        "# Letters of the counter come from this machine and may go anywhere; nobody else's may. Guichet is "
        "asked",
        "# which addresses exist, so that mail to others is refused at once.",
        "mynetworks = 127.0.0.0/8 [::1]/128",
        "smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination",
        "smtpd_recipient_restrictions =",
        "  permit_mynetworks, reject_unauth_destination, reject_unverified_recipient",
        "unverified_recipient_reject_code = 550",
        "message_size_limit = 26214400",
        "minimal_backoff_time = 60s",
        "maximal_backoff_time = 600s",
        "queue_run_delay = 60s",
    ]
    if plan.relay:
        lines += [f"relayhost = [{plan.relay}]:{plan.relay_port}", "smtp_tls_security_level = encrypt"]
        if plan.relay_port == SUBMISSIONS:  # without it Postfix waits for a greeting that never comes
            lines.append("smtp_tls_wrappermode = yes")
    else:
        lines += ["relayhost =", "smtp_tls_security_level = may"]
    if plan.certificate:
        lines += [
            "# Without STARTTLS, mail to the town travels in the clear.",
            f"smtpd_tls_chain_files = {plan.certificate}/privkey.pem, {plan.certificate}/fullchain.pem",
            "smtpd_tls_security_level = may",
        ]
    if plan.signs:
        lines += [
            "# Signs what leaves, says of what comes in whether its signature holds.",
            f"smtpd_milters = {MILTER}",
            "milter_default_action = tempfail",
        ]
    return "\n".join(lines) + "\n"


def transport(plan: Plan) -> str:
    """This town's lines of TRANSPORT (transport(5)): relay_domains takes what is below its domain too."""
    to = f"lmtp:unix:{plan.socket}"
    return f"{plan.domain} {to}\n.{plan.domain} {to}\n"


def key_table(plan: Plan) -> str:
    """This town's line of KEY_TABLE."""
    return f"{_key_name(plan)} {plan.domain}:{plan.selector}:{KEYS}/{plan.selector}.private\n"


def signing_table(plan: Plan) -> str:
    """This town's line of SIGNING_TABLE."""
    return f"*@{plan.domain} {_key_name(plan)}\n"


def _key_name(plan: Plan) -> str:
    return f"{plan.selector}._domainkey.{plan.domain}"


def opendkim(plan: Plan) -> str:
    """/etc/opendkim.conf."""
    return (
        "# Signs what the counter sends, and verifies what comes in, for Postfix.\n"
        f"Socket {_MILTER_SOCKET}\n"
        "Mode sv\n"
        "UserID opendkim\n"
        "UMask 007\n"
        "# One line for each town.\n"
        f"KeyTable {KEY_TABLE}\n"
        f"SigningTable refile:{SIGNING_TABLE}\n"
        "Canonicalization relaxed/simple\n"
        "# Twice the names of these headers: none can be put in beside them.\n"
        "OversignHeaders From,Reply-To\n"
        f"AuthservID {plan.host}\n"
        "AlwaysAddARHeader yes\n"
        "InternalHosts 127.0.0.1,::1\n"
        "Syslog yes\n"
    )


def make_key() -> str:
    """A new private key for DKIM, as PEM."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=_BITS)
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    ).decode("ascii")


def published(private: str) -> str:
    """The TXT record that proves what `private` signed (RFC 6376 §3.6.1). Raises ValueError for no key."""
    from cryptography.hazmat.primitives import serialization

    key = serialization.load_pem_private_key(private.encode("ascii"), password=None)
    public = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return f"v=DKIM1; k=rsa; p={base64.b64encode(public).decode('ascii')}"


def caddy(plan: Plan) -> str:
    """A site of a Caddyfile: Caddy asks for the certificate and renews it by itself."""
    to = f"unix/{plan.pages}" if plan.pages else f"127.0.0.1:{PORT}"
    return (
        f"# A site for /etc/caddy/Caddyfile: the pages of {plan.domain}, over HTTPS.\n"
        f"{plan.host} {{\n\treverse_proxy {to}\n}}\n"
    )
