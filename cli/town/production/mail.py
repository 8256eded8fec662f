"""What a Postfix and an opendkim beside the counter are told, and the pages' proxy."""

from __future__ import annotations

import base64

from cli.town.production.plan import SELECTOR, Plan

#: Where opendkim listens; it verifies what comes in and signs what leaves.
MILTER = "inet:127.0.0.1:8891"
_MILTER_SOCKET = "inet:8891@127.0.0.1"
#: Octets of a key that every server still verifies (RFC 8301).
_BITS = 2048


def postfix(plan: Plan) -> str:
    """Lines for main.cf. Those of docs/postfix.md, and what lets the counter's own letters leave."""
    lines = [
        "# Lines for /etc/postfix/main.cf; docs/postfix.md says what each is for.",
        f"myhostname = {plan.host}",
        "# Guichet's domain goes to Guichet, whatever the address; it must not stand in mydestination.",
        f"relay_domains = {plan.domain}",
        f"relay_transport = lmtp:unix:{plan.socket}",
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


def opendkim(plan: Plan) -> str:
    """/etc/opendkim.conf."""
    return (
        "# Signs what the counter sends, and verifies what comes in, for Postfix.\n"
        f"Socket {_MILTER_SOCKET}\n"
        "Mode sv\n"
        "UserID opendkim\n"
        "UMask 007\n"
        f"Domain {plan.domain}\n"
        f"Selector {SELECTOR}\n"
        f"KeyFile /etc/dkimkeys/{SELECTOR}.private\n"
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
    return (
        f"# A site for /etc/caddy/Caddyfile: the pages of {plan.domain}, over HTTPS.\n"
        f"{plan.host} {{\n\treverse_proxy 127.0.0.1:{plan.port}\n}}\n"
    )
