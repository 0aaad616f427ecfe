"""Rules: pure functions, frozen dataclasses, enums and transition tables. Standard library and dateutil only."""
