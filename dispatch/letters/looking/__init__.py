"""Letters looked at before they leave: checked, written out as previews, compared with the built-in ones."""
