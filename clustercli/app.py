"""Wiring: registers the commands, and turns every ending into a message on stderr and an exit code, once."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from clustercli.commands import (
    check,
    export,
    init,
    list_,
    load,
    match,
    new,
    overview,
    schema,
    search,
    sectors,
    show,
    timeline,
)
from clustercli.commands.options import Command
from clustercli.env import Environment
from clustercli.errors import ClusterError, Exit

app = typer.Typer(
    name="clustercli",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=True,
    no_args_is_help=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for _command, _name in (
    (search.search, "search"),
    (show.show, "show"),
    (list_.list_, "list"),
    (match.match, "match"),
    (timeline.timeline, "timeline"),
    (export.export, "export"),
    (sectors.sectors, "sectors"),
    (check.check, "check"),
    (load.load, "load"),
    (init.init, "init"),
    (new.new, "new"),
    (schema.schema, "schema"),
):
    app.command(_name, cls=Command)(_command)


@app.callback(invoke_without_command=True)
def _start(
    context: typer.Context,
    catalogue: Annotated[Path | None, typer.Option(metavar="DIR", help="The catalogue to use.")] = None,
    index: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where the index lies, if not in the cache folder.")
    ] = None,
    version: Annotated[bool, typer.Option("--version", help="Show the version and the catalogue in use.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the details of an unexpected error.")] = False,
) -> None:
    """A catalogue of clusters, SMEs and cooperation projects: find partners across borders, and see why.

    The catalogue in use is --catalogue, else $CLUSTERCLI_CATALOGUE, else the nearest folder upward that holds
    data/catalogue.yaml or catalogue.yaml, else the one that comes with clustercli.
    """
    env: Environment = context.obj
    env.catalogue, env.index, env.debug = catalogue, index, debug
    if version:
        overview.version(env)
        raise typer.Exit
    if context.invoked_subcommand is None:
        overview.overview(context)


def run(arguments: list[str], env: Environment | None = None) -> int:
    """Run one command line and return its exit code; everything a user should know is on the streams of `env`."""
    env = env or Environment()
    env.arguments = arguments
    try:
        code = app(args=arguments, prog_name="clustercli", standalone_mode=False, obj=env)
        env.out.flush()
        return int(code or Exit.OK)
    except ClusterError as error:
        env.note(error.message, *error.hints)
        return error.code
    except typer.Abort:
        return Exit.INTERRUPTED
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except BrokenPipeError:
        # The reader has had enough (`| head -1`). What is still buffered goes nowhere, quietly.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.OK
    except OSError as error:
        env.note(f"{error.filename or 'The output'}: {error.strerror or error}.")
        return Exit.FAILED
    except Exception as error:
        if hasattr(error, "format_message"):  # a usage error of typer, whose base class it does not export
            return _usage(error, env)
        if env.debug:
            raise
        env.note(
            f"This is a fault of clustercli, not yours: {type(error).__name__}: {error}",
            "Nothing was changed. Details: the same command with --debug before its name",
        )
        return Exit.FAILED


def _usage(error: Exception, env: Environment) -> int:
    """A usage error in one sentence, and where help is."""
    context = getattr(error, "ctx", None)
    message = getattr(error, "format_message", error.__str__)()
    path = context.command_path if context else "clustercli"
    env.note(message, f"Help: {path} --help")
    return Exit.USAGE


def main() -> None:
    """The command `clustercli`."""
    code = run(sys.argv[1:])
    try:
        sys.stdout.flush()
    except OSError as error:
        if not isinstance(error, BrokenPipeError):
            print(f"The output could not be written: {error.strerror}.", file=sys.stderr)
            code = Exit.FAILED
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)
