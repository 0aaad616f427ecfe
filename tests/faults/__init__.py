"""What the office survives: races, kills, changed values."""
