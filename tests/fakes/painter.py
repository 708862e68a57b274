"""A drawing program that is quick: its picture is the PNG signature and what it was told."""

from __future__ import annotations

import sys

SCRIPT = (
    "import sys; told = sys.stdin.buffer.read();"
    " sys.exit('broken') if b'cannot be drawn' in told else sys.stdout.buffer.write(b'\\x89PNG\\r\\n\\x1a\\n' + told)"
)
PAINTER = (sys.executable, "-I", "-S", "-c", SCRIPT)
"""For `Drawer`; what contains "cannot be drawn" cannot be drawn."""
