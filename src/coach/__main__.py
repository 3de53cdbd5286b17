"""`python -m coach`, and the command `coach`."""

from __future__ import annotations

import gc
import os
import sys

from coach import first_words


def main() -> None:
    """Run the command line and leave with its exit code."""
    gc.disable()  # until the first screen stands, or the command is done: imports make no garbage, only work for it
    try:
        first_words.say()
        from coach.cli import run

        code = run(sys.argv[1:])
    finally:
        first_words.take_back()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:  # the terminal is gone; Python itself would turn that into exit code 120
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    sys.exit(code)


if __name__ == "__main__":
    main()
