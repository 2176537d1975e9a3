"""Exchange formats: what other programs write and read."""
