"""`python -m garden` is `garden`."""

from garden.command_line import main

main()
