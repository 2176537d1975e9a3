"""``python -m radexo`` is the command ``radexo``."""

from .cli.frame import main

main()
