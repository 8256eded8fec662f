"""What a person may ask of their data: to see it, to have it put right, erased, no longer used."""
