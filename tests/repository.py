"""Git repositories for tests: made by the real git, with fixed dates and no settings from outside."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import NamedTuple


class Repository(NamedTuple):
    """A folder that git keeps."""

    folder: Path

    @staticmethod
    def made(folder: Path) -> Repository:
        """A repository in a folder, without a commit."""
        repository = Repository(folder)
        repository.git("init", "-q", "-b", "main")
        return repository

    def git(self, *arguments: str, day: str = "2026-11-01", time: str = "12:00:00") -> str:
        """What git says to a command; commits are made at a day."""
        own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        people = {f"GIT_{who}_{what}": "test" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        dates = {f"GIT_{who}_DATE": f"{day}T{time}" for who in ("AUTHOR", "COMMITTER")}
        settings = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.folder,
            env={**own, **people, **dates, **settings},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    def commit(self, day: str = "2026-11-01", time: str = "12:00:00") -> str:
        """Commit everything in the folder; the id of the commit."""
        self.git("add", "-A", ".")
        self.git("commit", "-q", "--allow-empty", "-m", f"as of {day}", day=day, time=time)
        return self.git("rev-parse", "HEAD")
