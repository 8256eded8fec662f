"""What citizens ask for in a word or two, by text and by mail: one table of words for both."""
