"""What can go wrong, said once: exit codes, a problem in a data file, and an error that ends a command."""

from __future__ import annotations

from enum import IntEnum

from clustercli.named import NamedTuple


class Exit(IntEnum):
    """Exit codes of every command."""

    OK = 0
    FAILED = 1
    USAGE = 2
    BAD_RECORDS = 3
    NOT_FOUND = 4
    INTERRUPTED = 130


class Problem(NamedTuple):
    """One fault in a data file, at its place (line and column count from 1), with a remedy in `hint`.

    A code that begins with W is a warning: whatever it is about can be used all the same.
    """

    path: str
    line: int
    column: int
    code: str
    message: str
    hint: str = ""

    @property
    def is_warning(self) -> bool:
        """Whether it leaves the record usable."""
        return self.code.startswith("W")

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.code} {self.message}"


class ClusterError(Exception):
    """An error that ends the command: one sentence, further lines that tell what to do, and the exit code."""

    def __init__(self, message: str, *hints: str, code: Exit = Exit.FAILED) -> None:
        super().__init__(message)
        self.message = message
        self.hints = hints
        self.code = code
