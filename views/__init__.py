"""How answers look: tables for a terminal."""
