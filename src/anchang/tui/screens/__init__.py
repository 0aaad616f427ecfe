"""Screens that are not a form, a list or a paper."""
