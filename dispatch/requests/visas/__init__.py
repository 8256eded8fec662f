"""Words that a manager releases before they leave: asked for, given, corrected, sent back."""
