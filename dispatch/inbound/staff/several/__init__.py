"""Several orders in one message: looked up all together first, done all together or not at all."""
