"""The bytes of a mail: headers, addresses, charsets, MIME (RFC 5322, 2045 to 2047, 2231)."""
