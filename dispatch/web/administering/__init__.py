"""Pages of the administrators: what came in and was set aside, what left, the organisation, who sees what."""
