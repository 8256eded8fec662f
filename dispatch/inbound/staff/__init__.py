"""What agents write: orders, notes, tasks, answers, by mail and by text."""
