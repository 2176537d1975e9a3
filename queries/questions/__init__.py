"""The questions of the catalogue: a module each, with its Cypher beside it."""
