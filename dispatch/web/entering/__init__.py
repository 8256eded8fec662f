"""Getting in without a password: a link and a code by mail or text, and the sessions they open."""
