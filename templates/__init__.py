"""What people read: the texts of notices and pages, by language."""
