"""Who is told of what, and the queue of what is to be told."""
