"""`python -m study.reading_uploads`: reads one file sent by somebody, where it can do no harm.

On standard input: a line of JSON {"purposes", "name"}, then the file. On standard output: what was read, as JSON,
with the purpose it was read for.
The process has little memory and little time; whatever becomes of it, the garden goes on.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Sequence
from contextlib import suppress

from study.upload_purpose import Facts
from study.uploads import PURPOSES

MOST_MEMORY = 1 << 30
MOST_SECONDS = 30


def main() -> None:
    with suppress(ValueError, OSError):  # some systems know no limit of memory
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    asked = json.loads(sys.stdin.buffer.readline())
    read = read_for(asked["purposes"], asked["name"], sys.stdin.buffer.read())
    sys.stdout.write(json.dumps(read, separators=(",", ":")))


def read_for(purposes: Sequence[str], name: str, content: bytes) -> Facts:
    """The file read for the first of these purposes that finds in it what it looks for, else as far as any can."""
    readings = []
    for purpose in purposes:
        read = PURPOSES[purpose].read(name, content)
        if "refused" not in read and PURPOSES[purpose].finds(read):
            return {**read, "purpose": purpose}
        readings.append({**read, "purpose": purpose})
    return next((read for read in readings if "refused" not in read), readings[0])


if __name__ == "__main__":
    main()
