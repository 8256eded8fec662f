"""Orders beyond one verb: several in a message, a list answered by lines, « annuler », outdated notices."""
