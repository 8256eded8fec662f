"""Commands that set the town up: organisation, rules, templates."""
