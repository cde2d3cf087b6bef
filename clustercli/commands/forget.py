"""`forget TEXT`: every place where a text still stands, with what to do there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from clustercli.commands.options import Format, Raw
from clustercli.commands.session import Session, counted, quoted
from clustercli.errors import ClusterError, Exit
from clustercli.present.columns import Column

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clustercli.records.spellings import Spellings

_LONGEST = 300  # letters of a text to be looked for, in all its spellings
_COLUMNS = (
    Column("where", "where"),
    Column("file", "file", grow=True),
    Column("line", "line", right=True),
    Column("column", "column", right=True),
    Column("text", "text", grow=True),
    Column("remedy", "remedy", grow=True),
)
_REBUILD = "clustercli load --rebuild, once the files are mended"
_HISTORY = "git filter-repo --replace-text FILE, then in every clone"


def forget(
    context: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A name, an address, a number: three letters or more.")],
    within: Annotated[
        list[Path] | None,
        typer.Option("--in", metavar="DIR", help="Look there, too: a folder that exports were copied to."),
    ] = None,
    format_: Format = "",
    raw: Raw = False,
) -> None:
    """List every place where a text occurs, so that it can be erased everywhere.

    Looked at are all files of the catalogue (comments and files with faults, too) and their names, the history that
    git keeps of them, the index, and the files that were exported. Case, marks, Cyrillic or Latin letters and spaces
    make no difference; of a telephone number the last eight digits count. Nothing is changed: each line says what to
    do, and when all is done, the list is empty. Exits with 1 where something could not be looked at.

    Copies that others have, backups and what was printed or sent are yours to think of.

    Example: clustercli forget "Jane Doe"

    Example: clustercli forget "+420 700 000 000" --format csv
    """
    from clustercli.records.spellings import spellings

    if len(text) > _LONGEST:
        raise ClusterError(f"TEXT has over {_LONGEST} letters; a name or a line of it is found as well.",
                           "  clustercli forget NAME", code=Exit.USAGE)  # fmt: skip
    wanted = spellings(text)
    if wanted is None:
        raise ClusterError("TEXT has fewer than three letters; that is found everywhere.", "  clustercli forget NAME",
                           code=Exit.USAGE)  # fmt: skip
    for folder in within or ():
        if not folder_of(context, folder).is_dir():
            raise ClusterError(f"--in {folder}: there is no such folder.", code=Exit.USAGE)
    session = Session(context, warn=False)
    search = _Search(session, wanted)
    rows = [*search.catalogue(), *search.history(), *search.index(), *search.exports(within or ())]
    session.write(_COLUMNS, rows, format_, raw=raw)
    looked = ", ".join(search.looked)
    if rows:
        session.env.note(f"'{quoted(text)}': {counted(len(rows), 'place')} in all. Looked at: {looked}.")
    else:
        session.env.note(f"'{quoted(text)}' is nowhere. Looked at: {looked}.")
    session.env.note(*(f"Exported to, and not there now: {folder} (if it was moved: --in)" for folder in search.gone))
    session.env.note(*(f"Not looked at: {what}" for what in search.skipped))
    if search.skipped:
        raise typer.Exit(Exit.FAILED)


def folder_of(context: typer.Context, folder: Path) -> Path:
    """A folder as the user named it, from where the command runs."""
    return Path(context.obj.folder / folder)


class _Search:
    """Looks for a text; keeps what was looked at, in words, and what could not be."""

    def __init__(self, session: Session, wanted: Spellings) -> None:
        self.session = session
        self.wanted = wanted
        self.looked: list[str] = []
        self.skipped: list[str] = []
        self.gone: list[str] = []  # folders that were exported to

    def catalogue(self) -> Iterator[dict[str, Any]]:
        """Places in the files of the catalogue, and in their names."""
        from clustercli.catalogue import traces

        env, number = self.session.env, 0
        for number, path in enumerate(traces.files(env.data, self.skipped), 1):  # noqa: B007  # counted for below
            name = path.relative_to(env.data).as_posix()
            if self.wanted.text.search(name):
                yield _row("file name", env.shown(path), name, "rename the file, and erase its old name in git")
            yield from self._in_file("catalogue", path, "edit the file")
        self.looked.append(counted(number, "file") + " of the catalogue")

    def _in_file(self, where: str, path: Path, remedy: str) -> Iterator[dict[str, Any]]:
        from clustercli.catalogue import traces

        try:
            for trace in traces.in_file(path, self.wanted):
                yield _row(where, self.session.env.shown(path), trace.around, remedy, trace.line, trace.column)
        except OSError as error:
            self.skipped.append(f"{self.session.env.shown(path)}: {error.strerror or error}")

    def history(self) -> Iterator[dict[str, Any]]:
        """Commits that brought it, took it away, or name it."""
        from clustercli.catalogue.git import Git

        env = self.session.env
        try:
            git = Git(env.data, env.variables, env.shown_data, bundled=env.is_bundled)
            number = git.number()
            for commit, subject in git.telling(self.wanted):
                yield _row("history", f"git show {commit.short}", f"{commit}: {subject}", _HISTORY)
            older = " (older ones are not in this shallow clone)" if git.shallow else ""
            self.looked.append(counted(number, "commit") + older)
        except ClusterError as error:
            if error.code == Exit.NOT_FOUND:
                self.looked.append("no history in git")
            else:
                self.skipped.append(f"the history in git: {error.message}")

    def index(self) -> Iterator[dict[str, Any]]:
        """What the index holds: rows, words that were deleted, and bytes that no row accounts for."""
        from clustercli.catalogue import traces
        from clustercli.index import residue

        connection, index = self.session.connection, self.session.env.index_file
        found = [
            _row("index", str(index), f"{table}, {column}: {' '.join(text.split())}", _REBUILD)
            for table, column, text in residue.in_tables(connection, self.wanted.text)
        ]
        found += [
            _row("index", str(index), f"a deleted word: {word}", _REBUILD)
            for word in residue.deleted_words(connection, self.wanted.words)
        ]
        yield from found
        self.looked.append("the index")
        for path in self._beside(index):
            try:
                if not (found and path == index) and path.is_file() and traces.in_bytes(path, self.wanted):
                    remedy = _REBUILD if path == index else "delete the file"
                    yield _row("index", str(path), "in bytes that no row accounts for", remedy)
            except OSError as error:
                self.skipped.append(f"{path}: {error.strerror or error}")

    def _beside(self, index: Path) -> list[Path]:
        """The file of the index, and those beside it that begin with its name."""
        try:
            return sorted(path for path in index.parent.iterdir() if path.name.startswith(index.name))
        except (FileNotFoundError, NotADirectoryError):  # there was no place to keep it
            return []
        except OSError as error:
            self.skipped.append(f"{index.parent}: {error.strerror or error}")
            return []

    def exports(self, within: list[Path] | tuple[()]) -> Iterator[dict[str, Any]]:
        """Places in files that were exported, as far as it is known where to, and in folders that were named."""
        from clustercli.catalogue import traces
        from clustercli.present import exports

        env, seen = self.session.env, set[Path]()
        known = exports.folders(env.index_file)
        for folder in known:
            try:
                folder.stat()
                files = [path for path in (folder / name for name in exports.written(folder)) if path.is_file()]
            except (FileNotFoundError, NotADirectoryError):
                self.gone.append(env.shown(folder))
                continue
            except OSError as error:
                self.skipped.append(f"{env.shown(folder)}: {error.strerror or error}")
                continue
            for path in files:
                seen.add(path.resolve())
                yield from self._in_file("export", path, f"clustercli export --out {env.shown(folder)}")
        for folder in within:
            for path in traces.files((env.folder / folder).resolve(), self.skipped):
                if path.resolve() not in seen:
                    seen.add(path.resolve())
                    yield from self._in_file("export", path, "export again, or delete the file")
        folders = counted(len(known) - len(self.gone) + len(within), "folder")
        self.looked.append(f"{counted(len(seen), 'file')} of exports in {folders}")


def _row(where: str, file: str, text: str, remedy: str, line: int | None = None,
         column: int | None = None) -> dict[str, Any]:  # fmt: skip
    return {"where": where, "file": file, "line": line, "column": column, "text": text, "remedy": remedy}
