"""Commands that count: the counter's work in numbers, bars and lists."""
