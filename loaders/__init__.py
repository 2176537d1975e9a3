"""Each source into findings: the curated tables of a review."""
