"""Where nodes and edges of a picture are placed."""
