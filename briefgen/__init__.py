"""Briefgen turns source texts into ministerial briefs."""

__version__ = "0.1.0"
