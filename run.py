#!/usr/bin/env python3
"""Start Same Team from a checkout, and set it up the first time.

    python3 run.py [coach arguments]         talk
    python3 run.py test [pytest arguments]   the tests
    python3 run.py check                     lint, format and types
    python3 run.py bench [arguments]         the benchmarks

Standard library only, and a syntax that Python 3.6 can read, so that an old one gets a sentence and not a traceback.
Nothing is imported before it is needed: the second start must not be felt.
"""

import os
import sys
from hashlib import sha256

HERE = os.path.dirname(os.path.realpath(__file__))
PROJECT = os.path.join(HERE, "pyproject.toml")
MARK = "same-team"
"""The file in an environment that says what it was made from; empty while it is being made."""

FIRST_WORDS = ("Just breathe.", "Nobody has to talk yet.")
START = "from coach.__main__ import main; main()"
"""As `-m coach`, whose machinery takes a third of the time to the first words."""

ALL_TESTS = ["-n", "auto", "--dist", "worksteal", "--durations=20"]
"""How pytest runs when it is told nothing else; measured, it halves the time on two cores."""

CHECKS = (("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy", "--strict", "src"))


class SetUpFailed(Exception):
    """One sentence, and what pip or venv said last."""


def say(*lines):
    """To the person; stdout stays the program's own."""
    print(*lines, sep="\n", file=sys.stderr, flush=True)


def fingerprint():
    """What an environment depends on: the project file, this Python, and where the checkout lies."""
    with open(PROJECT, "rb") as project:
        parts = (project.read(), sys.version.encode(), os.fsencode(HERE))
    return sha256(b"\0".join(parts)).hexdigest()


def program_of(place, name="python"):
    """Where an environment has its programs."""
    return os.path.join(place, *(("Scripts", name + ".exe") if os.name == "nt" else ("bin", name)))


def places():
    """`.venv` beside this file, if it is ours or free to make; else, and always after it, a cache folder."""
    beside = os.path.join(HERE, ".venv")
    if is_ours(beside):
        yield beside
    cache = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or os.path.expanduser("~/.cache")
    yield os.path.join(cache, "same-team", sha256(os.fsencode(HERE)).hexdigest()[:12])


def is_ours(place):
    """Whether it is absent, empty, or of our making; anything else somebody wants to keep."""
    if not os.path.isdir(place):
        return not os.path.lexists(place)
    names = os.listdir(place)
    return MARK in names or not names


def is_ready(place, made_from, extra):
    """Whether this environment is finished, up to date, and has the extra."""
    try:
        with open(os.path.join(place, MARK)) as mark:
            words = mark.read().split()
    except OSError:
        return False
    has_tests = extra in words and os.path.exists(program_of(place, "pytest"))  # `uv sync` would have taken it away
    return words[:1] == [made_from] and (has_tests or not extra) and os.path.exists(program_of(place))


def environment(extra, words):
    """The Python to start with; the environment is made first if it has to be."""
    made_from = fingerprint()
    ready = [place for place in places() if is_ready(place, made_from, extra)]
    if not ready:
        say(*words)
        with open(PROJECT, "rb") as project:
            wait_for_others(project)
            ready = [place for place in places() if is_ready(place, made_from, extra)]
            if not ready:
                ready = [place for place in places() if os.path.dirname(place) != HERE or os.access(HERE, os.W_OK)]
                install(ready[0], made_from, extra)
    return program_of(ready[0])


def wait_for_others(project):
    """Hold the project file until it is closed here and in every pip started meanwhile: one sets up at a time."""
    try:
        import fcntl

        fcntl.flock(project, fcntl.LOCK_EX)
        os.set_inheritable(project.fileno(), True)
    except (ImportError, OSError):
        pass  # no such lock on Windows, nor on some network disks


def install(place, made_from, extra):
    """Make the environment, or add the extra to a finished one. What was left half made is made from nothing."""
    from importlib.util import find_spec

    mark, python = os.path.join(place, MARK), program_of(place)
    has_ensurepip = find_spec("ensurepip") is not None
    if not has_ensurepip and find_spec("pip") is None:
        raise SetUpFailed("this Python has no pip. On Debian and Ubuntu: sudo apt install python3-venv")
    if not is_ready(place, made_from, ""):
        clear(place, mark)
        quietly([sys.executable, "-m", "venv", *([] if has_ensurepip else ["--without-pip"]), place])
    open(mark, "w").close()
    pip = [python, "-m", "pip"] if has_ensurepip else [sys.executable, "-m", "pip", "--python", python]
    options = ["--no-input", "--no-user", "--disable-pip-version-check"]
    quietly([*pip, "install", *options, "-e", HERE + (f"[{extra}]" if extra else "")])
    with open(mark, "w") as done:
        done.write(f"{made_from}\n{extra}\n")


def clear(place, mark):
    """An empty environment; the mark comes first and stays to the end, so that it is ours however this is cut short."""
    import shutil

    os.makedirs(place, exist_ok=True)
    open(mark, "w").close()
    for name in set(os.listdir(place)) - {MARK}:
        path = os.path.join(place, name)
        if os.path.isdir(path) and not os.path.islink(path):
            shutil.rmtree(path)
        else:
            os.remove(path)


def quietly(command):
    """Run it unseen; if it fails, its last lines are the reason."""
    from subprocess import DEVNULL, PIPE, STDOUT, run

    done = run(command, stdin=DEVNULL, stdout=PIPE, stderr=STDOUT, close_fds=False)
    if done.returncode:
        lines = done.stdout.decode(errors="replace").strip().splitlines()[-12:]
        raise SetUpFailed("\n".join(["the installation stopped. Is there a network? It said last:", *lines]))


def hand_over(command):
    """Become the command; Windows cannot, so there it is waited for."""
    if os.name != "nt":
        os.execv(command[0], command)
    import signal
    import subprocess

    signal.signal(signal.SIGINT, lambda *_: None)  # Ctrl+C is the command's to answer
    return subprocess.call(command)


def main(arguments):
    """Set up if need be, then start what was asked for."""
    if sys.version_info < (3, 11):
        have = ".".join(map(str, sys.version_info[:2]))
        say(f"Same Team needs Python 3.11 or newer, and this is {have}. Try: python3.11 run.py")
        return 2
    task = arguments[0] if arguments and arguments[0] in ("test", "check", "bench") else ""
    words = ["(setting up, once; about a minute)"]
    try:
        python = environment("test" if task else "", words if task else [*FIRST_WORDS, "", *words])
    except (SetUpFailed, OSError) as problem:
        say(f"Same Team could not be set up: {problem}")
        return 1
    except KeyboardInterrupt:
        say("Stopped. The next start begins the set-up again.")
        return 130
    if not task:
        return hand_over([python, "-P", "-c", START, *arguments])
    os.chdir(HERE)
    if task == "check":
        import subprocess

        codes = [subprocess.call([python, "-m", *check]) for check in CHECKS]
        return int(any(codes))
    command = ["pytest", *(arguments[1:] or ALL_TESTS)] if task == "test" else ["benchmarks", *arguments[1:]]
    return hand_over([python, "-m", *command])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
