"""Files in: readers, header synonyms, preview. Nothing here writes rows."""
