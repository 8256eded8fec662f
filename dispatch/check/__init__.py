"""Every mistake in an organisation that each part by itself does not show."""

from dispatch.check.organisation import check, check_files

__all__ = ["check", "check_files"]
