"""Charts of our own: what is drawn as plain shapes, written as SVG for pages and as PNG for mail."""
