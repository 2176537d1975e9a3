"""Mechanism paths: search, support, ranking, explanation."""
