"""Reading keys out of a file of rules, with every wrong or unknown one refused in one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from coach.wording.faults import BadWording, nearest, shown


class Table:
    """One table of the file: hands out values of the right type and remembers which were asked for."""

    def __init__(self, values: object, file: str, place: str) -> None:
        """The values; the file and the place as faults name them.

        Raises:
            BadWording: it is no table.
        """
        self._file, self.place = file, place
        if not isinstance(values, dict):
            raise self.fault("is no table", "write it as [name] with keys beneath")
        self._values: Mapping[str, object] = values
        self._asked: set[str] = set()

    def below(self, values: object, place: str) -> Table:
        """A table within the same file."""
        return Table(values, self._file, place)

    def fault(self, what: str, advice: str) -> BadWording:
        """What is wrong here, as an error to raise."""
        place = f" {self.place}" if self.place else " the file"
        return BadWording(f"{self._file}:{place} {what}: {advice}.")

    def raw(self, key: str) -> object:
        """A value as it is, None where there is none."""
        self._asked.add(key)
        return self._values.get(key)

    def text(self, key: str, default: str | None = None) -> str:
        """A string; without a default it must be there."""
        value = self.raw(key)
        if value is None and default is not None:
            return default
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise self.fault(f"needs {key}, in words", f'write {key} = "..."')
        return value

    def truth(self, key: str) -> bool | None:
        """true, false, or None where it is not said."""
        value = self.raw(key)
        if value is not None and not isinstance(value, bool):
            raise self.fault(f"has {key} that is neither true nor false", f"write {key} = true, or leave it out")
        return value

    def number(self, key: str, default: float, most: float) -> float:
        """A number from 0 up to `most`."""
        value = default if self.raw(key) is None else self.raw(key)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= most:
            raise self.fault(f"has {key} that is no number up to {most:g}", f"write {key} = {default:g}")
        return float(value)

    def lines(self, key: str) -> list[str]:
        """A list of strings, or the lines of one string; empty lines and lines that begin with # are left out."""
        value = self.raw(key)
        if value is None:
            return []
        if isinstance(value, str):
            value = value.splitlines()
        if not isinstance(value, list) or not all(isinstance(line, str) for line in value):
            raise self.fault(f"has {key} that is neither a list of texts nor lines", f'write {key} = ["...", "..."]')
        stripped = [str(line).strip() for line in value]
        return [line for line in stripped if line and not line.startswith("#")]

    def words(self, key: str) -> list[str]:
        """The words of all its lines."""
        return [word for line in self.lines(key) for word in line.split()]

    def one_of(self, key: str, known: Iterable[str], default: str | None = None) -> str:
        """A string out of a few."""
        value, names = self.text(key, default), tuple(known)
        if value not in names and value != default:
            raise self.fault(f"has {key} = {shown(value)}, which does not exist", nearest(value, names))
        return value

    def tables(self, key: str) -> list[object]:
        """A list of tables, written as [[key]]."""
        value = self.raw(key)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self.fault(f"has {key} that is no list of tables", f"write each as [[{key}]]")
        return value

    def named(self, key: str) -> dict[str, object]:
        """Tables by their names, written as [key.NAME]."""
        value = self.raw(key)
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise self.fault(f"has {key} that holds no tables", f"write each as [{key}.NAME]")
        return value

    def done(self) -> None:
        """Refuse every key that was not asked for."""
        for key in self._values:
            if key not in self._asked:
                raise self.fault(f"has a key {shown(key)} that nothing reads", nearest(key, self._asked))
