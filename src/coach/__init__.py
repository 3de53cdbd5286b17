"""Same Team: two people, one keyboard, an argument that goes better."""

__version__ = "0.1.0"
