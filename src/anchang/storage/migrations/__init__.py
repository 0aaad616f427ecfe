"""Schema changes, oldest first; run by `storage.migration`."""
