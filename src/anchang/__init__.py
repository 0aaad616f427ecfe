"""Anchang 案场: the terminal console of a property sales office."""

__version__ = "0.1.0"
