"""Ratios measured side by side in one run, by hand: `python -m tests.benchmarks.holds`. Nothing here is a test."""
