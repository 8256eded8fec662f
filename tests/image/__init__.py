"""The image of a container, built without any engine: `python -m tests.image dist` (docs/container.md)."""
