"""Gentle rewording of one sentence: it notices what may land as blame and offers a softer start.

Rules only, all of them in a TOML file of a language; no model, no clock, no disk but that file, and nothing of what was
read is kept. It judges sentences and never people, and rather says nothing than the wrong thing.
"""

from coach.wording.faults import BadWording
from coach.wording.loading import load
from coach.wording.review import Finding, Review, explain, review

__all__ = ["BadWording", "Finding", "Review", "explain", "load", "review"]
