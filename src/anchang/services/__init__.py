"""Use cases: command dataclasses and one function each; `office.py` is the only place where a transaction opens."""
