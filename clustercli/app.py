"""Wiring: registers the commands, and turns every ending into a message on stderr and an exit code, once."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from clustercli.commands.options import Command, check_language
from clustercli.env import Environment
from clustercli.errors import ClusterError, Exit

# The commands in the order in which a newcomer meets them: name -> the module of commands/ and its function.
COMMANDS = {
    "search": "search.search",
    "show": "show.show",
    "who": "who.who",
    "list": "list_.list_",
    "match": "match.match",
    "why": "why.why",
    "gaps": "gaps.gaps",
    "timeline": "timeline.timeline",
    "stats": "stats.stats",
    "map": "map_.map_",
    "export": "export.export",
    "sectors": "sectors.sectors",
    "suggest": "suggest.suggest",
    "conflicts": "conflicts.conflicts",
    "sources": "sources.sources",
    "due": "due.due",
    "coverage": "coverage.coverage",
    "check": "check.check",
    "duplicates": "duplicates.duplicates",
    "changes": "changes.changes",
    "load": "load.load",
    "init": "init.init",
    "new": "new.new",
    "schema": "schema.schema",
}


class _Commands(TyperGroup):
    """A group that imports and builds a command only when it is asked for: start-up is a feature."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        names: Any = dict.fromkeys(COMMANDS)
        self.commands = names  # for lists and for near misses

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """A command by its name, or None."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module, _, function = COMMANDS[cmd_name].partition(".")
        alone = typer.Typer(rich_markup_mode=None, add_completion=False, context_settings=_SETTINGS)
        alone.command(cmd_name, cls=Command)(getattr(import_module(f"clustercli.commands.{module}"), function))
        return typer.main.get_command(alone)


_SETTINGS = {"help_option_names": ["-h", "--help"]}
app = typer.Typer(
    cls=_Commands,
    name="clustercli",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings=_SETTINGS,
)


@app.callback(invoke_without_command=True)
def _start(
    context: typer.Context,
    catalogue: Annotated[Path | None, typer.Option(metavar="DIR", help="The catalogue to use.")] = None,
    index: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where the index lies, if not in the cache folder.")
    ] = None,
    lang: Annotated[
        str,
        typer.Option(
            metavar="TAG",
            callback=check_language,
            help="Language of names and texts: cs, sr, sr-Cyrl, bg, en, de ... Default: the locale's.",
        ),
    ] = "",
    version: Annotated[bool, typer.Option("--version", help="Show the version and the catalogue in use.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the details of an unexpected error.")] = False,
) -> None:
    """A catalogue of clusters, SMEs and cooperation projects: find partners across borders, and see why.

    The catalogue in use is --catalogue, else $CLUSTERCLI_CATALOGUE, else the nearest folder upward that holds
    data/catalogue.yaml or catalogue.yaml, else the one that comes with clustercli.
    """
    env: Environment = context.obj
    env.catalogue, env.index, env.lang, env.debug = catalogue, index, lang, debug
    if version:
        from clustercli.commands import overview

        overview.version(env)
        raise typer.Exit
    if context.invoked_subcommand is None:
        from clustercli.commands import overview

        overview.overview(context)


def run(arguments: list[str], env: Environment | None = None) -> int:
    """Run one command line and return its exit code; everything a user should know is on the streams of `env`."""
    env = env or Environment()
    # As UTF-8, also where the locale made something else of them.
    env.arguments = arguments = [os.fsencode(argument).decode("utf-8", "replace") for argument in arguments]
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
    except SystemExit as ended:  # typer's own way out: after a completion, and when the reader closed the pipe
        enough = isinstance(ended.__context__, BrokenPipeError)  # `| head -1` is no failure
        return Exit.OK if enough else int(ended.code or 0)
    except BrokenPipeError:
        return Exit.OK
    except OSError as error:
        env.note(f"{error.filename or 'The output'}: {error.strerror or error}.")
        return Exit.FAILED
    except Exception as error:
        if hasattr(error, "format_message"):  # a usage error of typer, whose base class it does not export
            return _usage(error, env)
        if env.debug:
            raise
        env.distrust_index()  # what is wrong may come from there: the next command makes it anew
        if type(error).__module__ == "sqlite3":
            env.note("The index is damaged. It will be made anew: run the command again.")
            return Exit.FAILED
        env.note(
            f"This is a fault of clustercli, not yours: {type(error).__name__}: {error}",
            "No record was changed. Details: the same command with --debug before its name",
        )
        return Exit.FAILED
    finally:
        env.close()


def _usage(error: Exception, env: Environment) -> int:
    """A usage error in one sentence, and where help is."""
    context = getattr(error, "ctx", None)
    message = getattr(error, "format_message", error.__str__)()
    path = context.command_path if context else "clustercli"
    env.note(message, f"Help: {path} --help")
    return Exit.USAGE
