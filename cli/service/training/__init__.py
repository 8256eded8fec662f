"""`guichet training`: a sandbox town whose invented citizens write and answer, for a course of two hours."""
