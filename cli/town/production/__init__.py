"""`guichet init --production`: files for a server of one's own, written beside and put in place by hand."""
