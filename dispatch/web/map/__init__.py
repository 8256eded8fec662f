"""The requests on a map: where they are, together where they are many, on the ground that the town chose."""
