"""``python -m radexo`` is the command ``radexo``."""

from .cli.main import main

main()
