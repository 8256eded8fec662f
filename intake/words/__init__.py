"""What people mean: orders, dates, thanks, fields, names. Pure."""
