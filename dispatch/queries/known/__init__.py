"""People as whoever works on their requests looks them up, and each with what they asked."""
