"""Tests; every folder mirrors one of `src/anchang`."""
