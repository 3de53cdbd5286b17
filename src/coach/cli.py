"""The commands. Picks a face and prints results; imports nothing heavy until a command needs it.

stdout is results, stderr is talk. Every error a person can do something about is one sentence and an exit code.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Callable, Sequence

from coach import __version__, first_words
from coach.errors import CoachError

DRAWS = "coach.starting"
"""The module of the commands that draw."""

Command = Callable[[argparse.Namespace], int]

EXAMPLES = """\
examples:
  coach                              breathe, then talk
  coach start five-minutes           the shortest talk
  coach resume                       go on with the talk that is open
  coach replay                       watch the latest kept talk again
  coach replay --example             watch an example
  coach show                         print the latest kept talk
  coach --no-save                    write nothing at all

exit codes: 0 fine (also stopped, shelved, left)   1 a fault of ours   2 bad usage, bad flow, no such talk
            3 record damaged   4 open in another window   5 cannot save   128+n ended by signal n
"""

BROKEN = (
    "Something broke, and it is our fault. What was saved is still there: “coach resume” goes on with an open talk."
)


def run(arguments: Sequence[str]) -> int:
    """Run one command line.

    Returns:
        The exit code.
    """
    try:
        line = _with_command(arguments)
        options = _parser(line[0]).parse_args(line)
        return int(options.command(options))
    except CoachError as error:
        from coach.text import plain

        first_words.take_back()
        print(plain(str(error)), file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:  # the reader of a pipe has left
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception:  # a traceback could show what somebody said
        if os.environ.get("COACH_DEBUG"):
            raise
        first_words.take_back()
        print(BROKEN, file=sys.stderr)
        return 1


def _with_command(arguments: Sequence[str]) -> list[str]:
    """`coach` alone, or with options only, means `coach breathe`."""
    first = next((word for word in arguments if not word.startswith("-")), None)
    asked = any(word in ("-h", "--help", "--version") for word in arguments)
    if (first is None or first not in COMMANDS) and _only_options(arguments):
        return list(arguments) if asked else ["breathe", *arguments]
    if arguments[0] == first and first not in COMMANDS:
        from difflib import get_close_matches

        near = get_close_matches(first, [name for name, (_, summary) in COMMANDS.items() if summary], 1)
        advice = f"Did you mean “{near[0]}”?" if near else "“coach --help” names them."
        raise CoachError(f"There is no command {first!r}. {advice}")
    return list(arguments)


def _only_options(arguments: Sequence[str]) -> bool:
    """Whether there is nothing but options, and their values, on the line."""
    takes_value = {"--left", "--right", "--speed"}
    rest = list(arguments)
    while rest:
        word = rest.pop(0)
        if not word.startswith("-"):
            return False
        if word in takes_value and rest:
            rest.pop(0)
    return True


def _parser(first: str = "") -> argparse.ArgumentParser:
    """What takes a command line.

    Args:
        first: its first word. If that is a command, only this one is made ready: the others take a while.
    """
    wanted = [first] if first in COMMANDS else [] if first == "--version" else [*COMMANDS]
    parser = argparse.ArgumentParser(
        prog="coach",
        description="Same Team: two people, one keyboard, an argument that goes better.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"coach {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", title="commands")
    for name in wanted:
        add, summary = COMMANDS[name]
        if summary:
            add(commands.add_parser(name, help=summary, description=summary, allow_abbrev=False))
        else:
            add(commands.add_parser(name, allow_abbrev=False))
    return parser


# -- the options of each command ------------------------------------------------------------------------------------


def _face(command: argparse.ArgumentParser) -> None:
    _no_color(command)
    command.add_argument(
        "--speed", type=_speed, default=1.0, metavar="N", help="all clocks N times as fast, for demos and tests"
    )


def _no_color(command: argparse.ArgumentParser) -> None:
    command.add_argument("--no-color", action="store_true", help="no colour at all; NO_COLOR does the same")


def _calm(command: argparse.ArgumentParser) -> None:
    command.add_argument("--calm", action="store_true", help="nothing moves by itself")


def _speed(word: str) -> float:
    try:
        speed = float(word)
    except ValueError:
        speed = 0.0
    if not 0.1 <= speed <= 1000:
        raise argparse.ArgumentTypeError("it takes a number from 0.1 to 1000")
    return speed


def _talk(command: argparse.ArgumentParser) -> None:
    command.add_argument("--left", metavar="NAME", help="what the left seat is called")
    command.add_argument("--right", metavar="NAME", help="what the right seat is called")
    command.add_argument(
        "--no-save",
        action="store_true",
        help="write no file at all (it can't hide the shell's history, backups, or that coach is installed)",
    )
    _calm(command)
    _face(command)


def _breathe(command: argparse.ArgumentParser) -> None:
    _talk(command)
    command.set_defaults(command=_later(DRAWS, "breathe"))


def _start(command: argparse.ArgumentParser) -> None:
    command.add_argument("flow", nargs="?", default="argument", metavar="FLOW", help="a flow by name or path")
    _talk(command)
    command.set_defaults(command=_later(DRAWS, "start"))


def _resume(command: argparse.ArgumentParser) -> None:
    command.add_argument("talk", nargs="?", metavar="TALK", help="an id or its unique start; without it the newest")
    command.add_argument(
        "--adopt", action="store_true", help="go on with a record that was changed by hand, as it is now"
    )
    _calm(command)
    _face(command)
    command.set_defaults(command=_later(DRAWS, "resume"))


def _watch(command: argparse.ArgumentParser) -> None:
    command.add_argument("talk", nargs="?", metavar="TALK", help="an id or its unique start; without it the newest")
    _no_color(command)
    command.set_defaults(command=_later(DRAWS, "watch"))


def _replay(command: argparse.ArgumentParser) -> None:
    command.add_argument("talk", nargs="?", metavar="TALK", help="an id, its unique start, or a path; else the latest")
    command.add_argument("--example", action="store_true", help="an example that comes with the program")
    command.add_argument(
        "--kind", action="store_true", help="watch the two as a friend of both would; three questions at the end"
    )
    _face(command)
    command.set_defaults(command=_later(DRAWS, "replay"))


def _list(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="for programs")
    command.set_defaults(command=_later("coach.commands", "list_talks"))


def _show(command: argparse.ArgumentParser) -> None:
    command.add_argument("talk", nargs="?", metavar="TALK", help="an id, its unique start, or a path; else the latest")
    command.set_defaults(command=_later("coach.commands", "show"))


def _look_back(command: argparse.ArgumentParser) -> None:
    command.set_defaults(command=_later("coach.commands", "look_back"))


def _delete(command: argparse.ArgumentParser) -> None:
    command.add_argument("talks", nargs="*", metavar="TALK", help="ids or their unique starts")
    command.add_argument("--all", action="store_true", help="every talk, kept and open")
    command.add_argument("--yes", action="store_true", help="don't ask")
    command.set_defaults(command=_later("coach.commands", "delete"))


def _flow(command: argparse.ArgumentParser) -> None:
    actions = command.add_subparsers(metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="which flows there are")
    listing.set_defaults(command=_later("coach.commands", "flow_list"))
    for name, summary in (("show", "its steps, words and seconds"), ("diagram", "its states, as Mermaid")):
        action = actions.add_parser(name, help=summary)
        action.add_argument("flow", metavar="FLOW", help="a flow by name or path")
        if name == "diagram":
            action.add_argument("--asides", action="store_true", help="with what the menu leads to")
        action.set_defaults(command=_later("coach.commands", f"flow_{name}"))
    check = actions.add_parser("check", help="every fault of flow files, at once")
    check.add_argument("files", nargs="+", metavar="FILE", help="flow files, or names of flows")
    check.set_defaults(command=_later("coach.commands", "flow_check"))


def _reword(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "text", nargs="?", metavar="TEXT", help="one sentence, in quotes; it stays in the shell's history. Else it asks"
    )
    command.add_argument("--lines", action="store_true", help="sentences from stdin, one a line")
    command.add_argument("--json", action="store_true", help="for programs: one object a line")
    command.add_argument("--explain", action="store_true", help="which rule, on which words, and what spared them")
    command.add_argument(
        "--fit", choices=("want", "question"), default="", help="a start for where a want or a question is asked for"
    )
    command.add_argument(
        "--language", default="en", metavar="NAME", help="a language that comes with the program, or a file of rules"
    )
    command.set_defaults(command=_later("coach.rewording", "reword"))


def _run(command: argparse.ArgumentParser) -> None:
    command.add_argument("flow", metavar="FLOW", help="a flow by name or path")
    command.add_argument("--script", required=True, metavar="FILE", help="the answers; see flows/README.md")
    command.set_defaults(command=_later("coach.commands", "run_script"))


def _where(command: argparse.ArgumentParser) -> None:
    command.set_defaults(command=_later("coach.commands", "where"))


def _numbers(command: argparse.ArgumentParser) -> None:
    command.add_argument("--country", metavar="CC", default="", help="two letters, such as GB: only that country")
    command.set_defaults(command=_later("coach.commands", "numbers"))


def _later(module: str, name: str) -> Command:
    """A command that is imported when it is called."""

    def command(options: argparse.Namespace) -> int:
        from importlib import import_module

        called: Command = getattr(import_module(module), name)
        if module != DRAWS:  # what draws looks after memory once its first screen stands; see `__main__`
            gc.enable()
        return called(options)

    return command


COMMANDS: dict[str, tuple[Callable[[argparse.ArgumentParser], None], str]] = {
    "breathe": (_breathe, ""),
    "start": (_start, "start a new talk"),
    "resume": (_resume, "go on with a talk that is open"),
    "watch": (_watch, "look on at a talk that is open in another window"),
    "replay": (_replay, "watch a kept talk again"),
    "list": (_list, "the talks that are kept, and those that are open"),
    "show": (_show, "print a kept talk"),
    "look-back": (_look_back, "how it has been going, month by month"),
    "delete": (_delete, "delete talks for good"),
    "flow": (_flow, "list, show, check and draw flows"),
    "reword": (_reword, "a softer start for one sentence"),
    "run": (_run, "a talk without a screen, its answers from a file; prints the record"),
    "numbers": (_numbers, "people to call"),
    "where": (_where, "every folder and file that is used"),
}
