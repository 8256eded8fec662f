"""History and access log as chains: each row sealed over the ones before, so that what is missing shows."""
