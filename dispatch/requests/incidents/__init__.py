"""One incident that many people report: found, proposed, joined; who works on it hears a count."""
