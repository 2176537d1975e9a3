"""How answers look: tables, pictures as pages and for print, pages of the documentation."""
