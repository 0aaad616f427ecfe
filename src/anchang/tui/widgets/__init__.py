"""Widgets that know nothing of the business: they draw what they are given and say what was chosen."""
