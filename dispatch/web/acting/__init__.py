"""What the forms of the pages do: the same changes as the verbs of mail, by the same functions."""
