"""Kill the real program as often as one likes, harm records at random, and count what was lost.

    python tests/torture.py --rounds 300 --seed 1 --minutes 2

Not a test: pytest does not collect it. It ends with 1 if a turn that the screen had taken is missing, or if anything
else is not as it should be. What it says of typing is a measurement, and depends on the machine.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.records.damage import HARM, a_record, gone_on_wrongly, read_wrongly
from tests.terminal.on_trial import WAYS, Outcome
from tests.terminal.sudden_ends import rounds

from coach.records.record import understand


class Tally:
    """What came of all rounds."""

    def __init__(self) -> None:
        self.outcomes: list[Outcome] = []
        self.broken: list[str] = []
        """Rounds that did not come to their end."""
        self.harmed: Counter[str] = Counter()
        self.wrong: list[str] = []
        """Harm that was read as something else."""

    @property
    def acknowledged(self) -> int:
        """Turns that the screen took."""
        return sum(each.acknowledged for each in self.outcomes)

    @property
    def lost(self) -> list[str]:
        """A sentence for each round that lost one of them."""
        return [sentence for each in self.outcomes for sentence in each.lost]

    @property
    def faults(self) -> list[str]:
        """Everything else that is not as it should be."""
        return [sentence for each in self.outcomes for sentence in each.faults] + self.broken + self.wrong

    def running(self) -> str:
        """One line for now."""
        last = self.outcomes[-1]
        return (
            f"{len(self.outcomes):5} {last.plan.way:13} taken {self.acknowledged:5}  lost {len(self.lost)}"
            f"  faults {len(self.faults)}  {'typing' if last.typing else '':6} {last.lost_ms:4.0f} ms  {last.went_by}"
        )

    def lines(self) -> Iterator[str]:
        """Everything that was counted."""
        ways = Counter(each.plan.way for each in self.outcomes)
        yield f"rounds                           {len(self.outcomes)}"
        yield f"  by way of death                {', '.join(f'{way} {ways[way]}' for way in WAYS)}"
        yield f"  in the middle of a start       {sum('starting' in each.went_by for each in self.outcomes)}"
        yield f"turns acknowledged               {self.acknowledged}"
        yield f"acknowledged and lost            {len(self.lost)}"
        yield f"stored, not yet acknowledged     {sum(each.unacknowledged for each in self.outcomes)}"
        yield f"torn tails set aside             {sum(each.torn for each in self.outcomes)}"
        shown = [each.exact for each in self.outcomes if each.exact is not None]
        yield f"resumes with words in the box    {len(shown)}, exact {sum(shown)}"
        yield f"looks for words taken back       {sum(each.taken_back for each in self.outcomes)}"
        for title, killed in (("SIGKILL", True), ("the other three", False)):
            some = [each for each in self.outcomes if each.typing and (each.plan.way == "SIGKILL") == killed]
            if some:
                late = [each.lost_ms for each in some]
                yield f"in the middle of a turn          {len(some)} by {title}"
                yield f"  oldest lost key                max {max(late):.0f} ms, median {median(late):.0f} ms"
                yield f"  most keys lost                 {max(each.lost_keys for each in some)}"
        if self.harmed:
            kinds = ", ".join(f"{kind} {count}" for kind, count in self.harmed.items())
            yield f"records harmed                   {self.harmed.total()} ({kinds})"
            yield f"  silently wrong                 {len(self.wrong)}"
        yield f"other faults                     {len(self.faults)}"


def kill(tally: Tally, folder: Path, seed: int, count: int) -> None:
    """Play the rounds; one that does not come to its end is noted, and the next talk begins."""
    dice = random.Random(seed)
    while (left := count - len(tally.outcomes) - len(tally.broken)) > 0:
        try:
            for outcome in rounds(folder / str(len(tally.broken)), dice, left):
                tally.outcomes.append(outcome)
                for sentence in (*outcome.lost, *outcome.faults):
                    print(f"      {outcome.plan}: {sentence}")
                print(tally.running(), flush=True)
        except AssertionError as missing:
            tally.broken.append(str(missing))
            print(f"      {missing}", flush=True)


def harm(tally: Tally, folder: Path, seed: int, minutes: float) -> None:
    """Harm a record at random, and read it; now and then go on with it as well."""
    dice, whole = random.Random(seed), a_record(folder)
    path = folder / "talks" / "2026-11-22-1200-aaaa.toml"
    truth = understand(path, whole)[0]
    end = time.monotonic() + minutes * 60
    while time.monotonic() < end:
        kind = dice.choice(list(HARM))
        harmed = HARM[kind](whole, dice)
        tally.harmed[kind] += 1
        wrong = read_wrongly(truth, harmed)
        if not wrong and tally.harmed[kind] % 8 == 0:
            wrong = gone_on_wrongly(truth, harmed)
        if wrong:
            tally.wrong.append(f"{kind} {tally.harmed[kind]}: {wrong}")
            print(f"      {tally.wrong[-1]}", flush=True)
        if tally.harmed.total() % 5000 == 0:
            print(f"{tally.harmed.total():7} records harmed, silently wrong {len(tally.wrong)}", flush=True)


def main() -> int:
    """Everything that was asked for; 1 if something is not as it should be."""
    asked = argparse.ArgumentParser(description="Kill the program, harm its records, and count what was lost.")
    asked.add_argument("--rounds", type=int, default=300, help="how often the program is killed (300)")
    asked.add_argument("--seed", type=int, default=1, help="the same seed types the same words (1)")
    asked.add_argument("--minutes", type=float, default=1.0, help="how long records are harmed (1)")
    options = asked.parse_args()
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        kill(tally, Path(folder) / "kills", options.seed, options.rounds)
        harm(tally, Path(folder) / "harm", options.seed, options.minutes)
    print("\n".join(("", *tally.lines())))
    return 1 if tally.lost or tally.faults else 0


if __name__ == "__main__":
    sys.exit(main())
