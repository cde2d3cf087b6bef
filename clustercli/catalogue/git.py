"""What git knows of a catalogue's files: the commit that a word or a day means, and the files as they were in it.

git runs as a process of its own: never through a shell, without a pager, a lock or a network, and for reading only.
"""

from __future__ import annotations

import re
import shlex
import subprocess
from datetime import date, datetime, time
from typing import TYPE_CHECKING, NamedTuple

from clustercli.errors import ClusterError, Exit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from clustercli.records.spellings import Spellings

_SECONDS = 60
_LONG = 1800  # for a search in all that ever was
_YAML = (".yaml", ".yml")
_LINK, _FILES = "120000", ("100644", "100755", "100664")  # modes of a tree's entries
# What the caller of a hook or a script may have set for another repository than that of the catalogue.
_FOREIGN = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY",
            "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_NAMESPACE")  # fmt: skip
_OWN = {"LC_ALL": "C", "LANGUAGE": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "none"}  # fmt: skip


class Commit(NamedTuple):
    """A commit: its full id, a short one, and the day it was made."""

    id: str
    short: str
    day: date

    def __str__(self) -> str:
        return f"{self.short} of {self.day}"


class Git:
    """The repository that a data folder lies in. Raises ClusterError where it lies in none, or git fails."""

    def __init__(self, data: Path, variables: Mapping[str, str], shown: str, *, bundled: bool = False) -> None:
        self.data = data
        self.shown = shown
        self.bundled = bundled
        self.here = f"git -C {shlex.quote(shown)}"  # how a command of git begins that a person can paste
        kept = {name: value for name, value in variables.items() if name not in _FOREIGN}
        self.variables = kept | _OWN
        code, out, said = self._git("rev-parse", "--is-inside-work-tree", "--is-shallow-repository")
        if "not a git repository" in said:
            raise self._no_history()
        if code:
            raise self._failed(said)
        inside, self.shallow = (line == "true" for line in out.decode("ascii", "replace").splitlines()[:2])
        if not inside:
            raise self._no_history()

    def commit(self, word: str) -> Commit:
        """The commit that a revision names. Raises ClusterError where there is none."""
        if not word or word.startswith("-") or not word.isprintable():
            raise ClusterError(f"'{word}' is no revision and no day.", *self._forms(), code=Exit.USAGE)
        _, out, _ = self._git("rev-parse", "--verify", "--quiet", f"{word}^{{commit}}")
        id_ = out.decode("ascii", "replace").strip()
        if re.fullmatch("[0-9a-f]{40,64}", id_):
            return self._described(id_)
        known, refs, _ = self._git("for-each-ref", "--format=%(refname:short)")
        raise self._unknown(word, [] if known else refs.decode("utf-8", "replace").split())

    def before(self, day: date) -> Commit:
        """The last commit before a day began, here. Raises ClusterError where there is none."""
        code, _, _ = self._git("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        if code:
            raise ClusterError(f"{self.shown} has no commit yet, so there is no history to compare with.",
                               f"  {self.here} add . && {self.here} commit -m 'The catalogue as it is'",
                               code=Exit.NOT_FOUND)  # fmt: skip
        if day.year > 1970:
            last = int(datetime.combine(day, time.min).timestamp()) - 1
            found = self._read("rev-list", "-1", "--first-parent", f"--before=@{last} +0000", "HEAD", "--")
            if found.strip():
                return self._described(found.decode("ascii").strip())
        raise self._too_early(day)

    def first(self) -> Commit | None:
        """The first commit that has something of the data folder, on the way to where we are."""
        found = self._read("rev-list", "--first-parent", "HEAD", "--", ".").decode("ascii").split()
        return self._described(found[-1]) if found else None

    def _too_early(self, day: date) -> ClusterError:
        if self.shallow:
            return ClusterError(f"No commit before {day} is here: this is a shallow clone, of the last commits only.",
                                f"  {self.here} fetch --unshallow", code=Exit.NOT_FOUND)  # fmt: skip
        roots = self._read("rev-list", "--first-parent", "--max-parents=0", "HEAD", "--").decode("ascii").split()
        first = self._described(roots[0])
        return ClusterError(f"There is no commit before {day}: the history begins with {first}.",
                            f"  clustercli changes --since {first.short}", code=Exit.NOT_FOUND)  # fmt: skip

    def files(self, commit: Commit) -> tuple[dict[str, bytes], list[str]]:
        """The YAML files below the data folder in a commit by path, and links that lead to none of them."""
        objects: dict[str, str] = {}
        links: dict[str, str] = {}
        for entry in self._read("ls-tree", "-r", "-z", commit.id).split(b"\0")[:-1]:
            about, _, name = entry.partition(b"\t")
            mode, _, id_ = about.decode("ascii").split()
            path = name.decode("utf-8", "surrogateescape")
            if mode == _LINK:
                links[path] = id_
            elif mode in _FILES and path.lower().endswith(_YAML):
                objects[path] = id_
        contents = self._contents([*objects.values(), *links.values()])
        found = {path: contents[id_] for path, id_ in objects.items()}
        astray = []
        for path, id_ in links.items():
            through = _followed(path, contents[id_].decode("utf-8", "surrogateescape"), found)
            found |= through
            astray += [path] if not through and path.lower().endswith(_YAML) else []
        return found, astray

    def _contents(self, ids: Iterable[str]) -> dict[str, bytes]:
        """The contents of objects, by one process for all of them."""
        wanted = list(dict.fromkeys(ids))
        if not wanted:
            return {}
        stream = self._read("cat-file", "--batch", given="".join(f"{id_}\n" for id_ in wanted).encode("ascii"))
        contents, at = {}, 0
        for id_ in wanted:
            end = stream.index(b"\n", at)
            words = stream[at:end].split()
            if len(words) != 3:
                raise self._failed(f"object {id_} is missing from the repository")
            size = int(words[2])
            contents[id_] = stream[end + 1 : end + 1 + size]
            at = end + 2 + size
        return contents

    def telling(self, wanted: Spellings) -> list[tuple[Commit, str]]:
        """The commits that brought or took a text in a file of the data folder, or have it in their own words or in
        the names of who made them, newest first: (commit, its first line). Those of all branches, and those that only
        the reflog still knows.
        """
        every = ("log", "--all", "--reflog", "--no-show-signature", "--format=%H%x00%an %ae %cn %ce%x00%B%x00%x00")
        own = [
            id_.strip()
            for id_, *words in (entry.split("\0") for entry in self._text(*every).split("\0\0"))
            if wanted.text.search(" ".join(words))
        ]
        brought = self._text("log", "--all", "--reflog", "--full-history", "--no-textconv", "--no-ext-diff",
                             "--format=%H", "--pickaxe-regex", b"-S" + wanted.bytes, "--", ".").split()  # fmt: skip
        return [(self._described(id_), self._subject(id_)) for id_ in dict.fromkeys([*brought, *own])]

    def number(self) -> int:
        """How many commits there are, of all branches and of the reflog."""
        return int(self._text("rev-list", "--all", "--reflog", "--count"))

    def _subject(self, id_: str) -> str:
        return self._text("log", "-1", "--no-show-signature", "--format=%s", id_, "--").strip()

    def _text(self, *arguments: str | bytes) -> str:
        code, out, said = self._git(*arguments, seconds=_LONG)
        if code:
            raise self._failed(said)
        return out.decode("utf-8", "replace")

    def _described(self, id_: str) -> Commit:
        *_, line = self._read("rev-list", "-1", "--no-walk", "--format=%h %ct", id_, "--").decode("ascii").splitlines()
        short, _, seconds = line.partition(" ")
        return Commit(id_, short, datetime.fromtimestamp(int(seconds)).astimezone().date())

    def _read(self, *arguments: str, given: bytes = b"") -> bytes:
        """What git answers. Raises ClusterError with git's own words where it fails."""
        code, out, said = self._git(*arguments, given=given)
        if code:
            raise self._failed(said)
        return out

    def _git(self, *arguments: str | bytes, given: bytes = b"", seconds: int = _SECONDS) -> tuple[int, bytes, str]:
        """(exit code, output, what it said) of git in the data folder."""
        command = ["git", "-C", str(self.data), *arguments]
        try:
            done = subprocess.run(  # noqa: S603  # a list, no shell; words of the user are checked above
                command, input=given, capture_output=True, check=False, env=self.variables, timeout=seconds
            )
        except FileNotFoundError:
            raise ClusterError("The history of a catalogue is read by git, and there is no git here.",
                               "  install git, or put it on the PATH") from None  # fmt: skip
        except subprocess.TimeoutExpired:
            raise ClusterError(f"git did not answer within {seconds} seconds in {self.shown}.") from None
        return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace").strip()

    def _failed(self, said: str) -> ClusterError:
        lines = [line for line in said.splitlines() if line.strip()]
        return ClusterError(f"git failed in {self.shown}.", *(f"  {line.strip()}" for line in lines[:6]))

    def _no_history(self) -> ClusterError:
        if self.bundled:
            return ClusterError("The catalogue that came with clustercli has no history here.",
                                "  clustercli changes --since yesterday --catalogue DIR     (one that is kept in git)",
                                code=Exit.NOT_FOUND)  # fmt: skip
        return ClusterError(
            f"{self.shown} is not kept in git, so there is no history to compare with.",
            f"  {self.here} init && {self.here} add . && {self.here} commit -m 'The catalogue as it is'",
            code=Exit.NOT_FOUND,
        )

    def _unknown(self, word: str, refs: list[str]) -> ClusterError:
        from clustercli.records.reading import did_you_mean

        hints = [f"  {self.here} log --oneline -- ."]
        if self.shallow:
            hints = ["  This is a shallow clone, of the last commits only:", f"  {self.here} fetch --unshallow"]
        meant = did_you_mean(word, refs)
        return ClusterError(f"No commit here is called '{word}'{meant}", *hints, *self._forms(), code=Exit.USAGE)

    def _forms(self) -> tuple[str, ...]:
        return ("Form: a day, 2026-11-22, 2026-11, yesterday or '2 weeks'; or a commit, branch or tag of git",)


def _followed(path: str, target: str, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files that a link at a path leads to, a file or all of a folder, by the paths they have through it."""
    import posixpath

    place = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
    if place in files:
        return {path: files[place]}
    return {path + name.removeprefix(place): raw for name, raw in files.items() if name.startswith(f"{place}/")}
