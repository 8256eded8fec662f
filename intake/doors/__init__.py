"""Where things come in: SMTP, LMTP, IMAP, HTTP. A door never reads what it takes."""
