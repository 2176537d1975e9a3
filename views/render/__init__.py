"""What writes a picture: figures, pages, CX2."""
