"""The typed model, its schema table, names, stores and files."""
