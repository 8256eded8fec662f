"""The HTTP server, the webhook of the SMS provider, the page that takes files."""
