"""Disks to break: made of memory or of a file, mounted for one test, and gone afterwards. They need root."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def run(*words: object) -> None:
    """Run a command of the system; the test is skipped if this machine does not let it."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root may mount a disk")
    if shutil.which(str(words[0])) is None:
        pytest.skip(f"no {words[0]} on this system")
    ran = subprocess.run([str(word) for word in words], capture_output=True, text=True, timeout=20, check=False)
    if ran.returncode:
        pytest.skip(f"this machine refuses to {words[0]}: {ran.stderr.strip()[:80]}")


@contextmanager
def mounted(where: Path, *words: object) -> Iterator[Path]:
    """`mount` with these words at a folder, for as long as this lasts."""
    where.mkdir(exist_ok=True)
    run("mount", *words, where)
    try:
        yield where
    finally:
        let_go(where)


def let_go(where: Path) -> None:
    """Unmount, also what somebody still has open."""
    for lazily in ((), ("-l",)):
        if where.is_mount():
            subprocess.run(["umount", *lazily, str(where)], capture_output=True, timeout=20, check=False)


@contextmanager
def of_memory(folder: Path, size: str = "64k") -> Iterator[Path]:
    """A very small disk, of memory."""
    with mounted(folder / "small", "-t", "tmpfs", "-o", f"size={size}", "tmpfs") as where:
        yield where


@contextmanager
def of_a_file(folder: Path, image: Path, *options: str) -> Iterator[Path]:
    """An ext4 disk in a file of 8 MiB, which is made first if it is not there."""
    if not image.exists():
        with image.open("wb") as file:
            file.truncate(8 << 20)
        run("mkfs.ext4", "-q", "-F", *options, image)
    with mounted(folder / "disk", "-o", "loop", image) as where:
        yield where


def fill(folder: Path) -> Path:
    """Take all the room there is; the file that holds it."""
    path = folder / "filler"
    with path.open("wb", buffering=0) as file:
        for size in (1 << 16, 1 << 12, 1):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                continue
    return path


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 KiB."""
    with of_memory(tmp_path) as where:
        yield where
