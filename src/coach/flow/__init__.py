"""WHAT a conversation may be: flows as data, read from TOML and proved before they are used."""
