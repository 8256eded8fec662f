"""What machines write: absences, lists, delivery reports."""
