"""`python -m study.reading_uploads`: reads one file sent by somebody, where it can do no harm.

On standard input: a line of JSON {"purpose", "name"}, then the file. On standard output: what was read, as JSON.
The process has little memory and little time; whatever becomes of it, the garden goes on.
"""

from __future__ import annotations

import json
import resource
import sys
from contextlib import suppress

from study.uploads import PURPOSES

MOST_MEMORY = 1 << 30
MOST_SECONDS = 30


def main() -> None:
    with suppress(ValueError, OSError):  # some systems know no limit of memory
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    asked = json.loads(sys.stdin.buffer.readline())
    read = PURPOSES[asked["purpose"]].read(asked["name"], sys.stdin.buffer.read())
    sys.stdout.write(json.dumps(read, separators=(",", ":")))


if __name__ == "__main__":
    main()
