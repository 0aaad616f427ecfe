"""Rows: tables, the engine recipe, the journal, and queries that return frozen views. No rules."""
