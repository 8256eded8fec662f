"""The composition root: building the service, running it, asking it how it is."""
