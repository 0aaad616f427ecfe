"""Papers out: Word files from templates that the office can replace. Nothing here reads the database."""
