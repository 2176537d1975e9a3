"""The command ``radexo``."""
