"""A mail of which everything names one invented word, to search for after it was erased."""

WORD = "zorglubine"
MAIL = (
    f"From: Jeanne {WORD.title()} <{WORD}@example.org>\r\nMessage-ID: <{WORD}@example.org>\r\nCc: a.{WORD}@example.org\r\n"
    f"Subject: La {WORD} de la rue\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    f"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nBonjour, la {WORD} du gymnase Guimard fuit.\r\n"
    f"--b\r\nContent-Type: text/plain; name={WORD}.txt\r\nContent-Disposition: attachment; filename={WORD}.txt\r\n\r\n"
    f"Une longue {WORD} dans un fichier.\r\n--b--\r\n"
).encode()
