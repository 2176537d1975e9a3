"""Plain questions: words and names become one question of the catalogue."""
