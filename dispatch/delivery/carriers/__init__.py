"""What takes an outbound message away: an SMTP relay, an SMS provider, files."""
