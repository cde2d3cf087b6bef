"""`init DIR`: a new catalogue."""

from __future__ import annotations

import os
import shlex
import shutil
from pathlib import Path
from typing import Annotated, cast

import typer

from clustercli.commands.options import Format
from clustercli.env import Environment
from clustercli.errors import ClusterError, Exit
from clustercli.present.columns import Column, Listing
from clustercli.records.kinds import KINDS
from clustercli.records.shapes import CATALOGUE


def init(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that is new or empty.")],
    format_: Format = "",
) -> None:
    """Start a catalogue of your own.

    It gets catalogue.yaml, and a folder with a commented example for each kind of record.

    It uses the vocabulary and the match policy that come with clustercli until it has its own.

    Example: clustercli init ./catalogue
    """
    from clustercli.present import formats
    from clustercli.records.template import example

    env = cast(Environment, context.obj)
    target = env.folder / folder
    head = "# Marks this folder as a catalogue; clustercli finds it from any folder below.\n"
    settings = "".join(f"{f.name}: {f.example:<30} # {f.help}\n" for f in CATALOGUE)
    texts = {f"{kind.folder}/example.yaml": example(kind) for kind in KINDS}
    _make(target, folder, texts | {"sources.yaml": _SOURCES, "catalogue.yaml": head + settings})
    if format_:
        listing = Listing((Column("folder", "folder"),), [{"folder": env.shown(target.resolve())}])
        formats.load(format_).write(listing, env.out, env.width, env.colour, False)
    env.note(f"A new catalogue in {env.shown(target.resolve())}")
    env.note(f"  cd {shlex.quote(str(folder))}", "  clustercli new cluster my-cluster", "  clustercli check")


def _make(target: Path, folder: Path, texts: dict[str, str]) -> None:
    """Make the data folder of a catalogue: all of it, or nothing."""
    from clustercli import files, locks

    try:
        if os.path.lexists(target) and not target.is_dir():
            raise _not_empty(folder)
        with files.writing_in(target):
            if any(target.iterdir()):
                raise _not_empty(folder)
            making = files.unfinished(target / "data")
            try:
                for name, text in texts.items():
                    files.make_folder((making / name).parent)
                    files.write(making / name, text)
                for made in (*(part for part in making.iterdir() if part.is_dir()), making):
                    files.sync(made)
                making.rename(target / "data")
            finally:
                shutil.rmtree(making, ignore_errors=True)
            files.sync_new(target / "data")
    except locks.HeldError as error:
        raise ClusterError(f"{folder} is being written to by {error.by}; nothing was written.") from None
    except OSError as error:
        raise ClusterError(f"{folder}: no catalogue could be made: {(error.strerror or 'failed').lower()}.") from None


def _not_empty(folder: Path) -> ClusterError:
    return ClusterError(f"{folder} is not empty; nothing was written.", "  clustercli init DIR   with a new folder",
                        code=Exit.USAGE)  # fmt: skip


_SOURCES = """\
## Where facts come from: source id -> what it is. Records name the id, or a web address, under `sources`.
# association-news:
#   title: News of the association
#   url: https://example.org/news
#   language: en
"""
