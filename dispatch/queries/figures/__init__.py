"""The counter's work in figures: what was asked, how soon it was answered, the list behind each."""
