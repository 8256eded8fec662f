"""An example of each notice, with invented people, for those who write words and for tests."""
