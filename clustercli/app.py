"""Wiring: registers the commands, and turns every ending into a message on stderr and an exit code, once."""

import os
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import typer
from typer.core import TyperCommand, TyperGroup

from clustercli.commands.options import Command, check_language
from clustercli.env import Environment
from clustercli.errors import ClusterError, Exit

# The commands in the order in which a newcomer meets them: name -> the module of commands/ with its function, and the
# first sentence of its help, so that the list of all commands imports none of them.
COMMANDS = {
    "search": ("search.search", "Find records by their words, in any spelling, and by what the words mean."),
    "show": ("show.show", "Show one record whole, with who says what and how old it is."),
    "who": (
        "who.who",
        (
            "Show what an organisation did: its roles in projects, documents, platforms and other records, "
            "in order of time."
        ),
    ),
    "list": ("list_.list_", "List the records of one kind, or of all, by id."),
    "match": ("match.match", "Find partners across countries, with the reasons."),
    "why": ("why.why", "Explain one pair: why it matches, or why not."),
    "gaps": ("gaps.gaps", "List what is not known and would settle most pairs."),
    "timeline": (
        "timeline.timeline",
        "Show projects beside each other in time, and the dated points of some of them in order.",
    ),
    "stats": ("stats.stats", "Count the clusters and the firms of each sector in each country."),
    "map": ("map_.map_", "Show how many records there are where, on one screen."),
    "export": ("export.export", "Export records as CSV files."),
    "sectors": ("sectors.sectors", "Show the sectors and their words."),
    "suggest": ("suggest.suggest", "Suggest sectors for a text or a record."),
    "conflicts": ("conflicts.conflicts", "List what sources disagree on, with who says what."),
    "sources": ("sources.sources", "List the sources, with the number of records that rest on each."),
    "due": ("due.due", "List what expires or rots, by date."),
    "coverage": (
        "coverage.coverage",
        "Show how many records have which fields filled, and what the catalogue cannot answer yet.",
    ),
    "check": ("check.check", "List all problems of the files, with remedies."),
    "duplicates": ("duplicates.duplicates", "List records that look like one organisation."),
    "changes": ("changes.changes", "Tell which records came, went or changed, field by field."),
    "forget": ("forget.forget", "List every place where a text occurs, so that it can be erased everywhere."),
    "load": ("load.load", "Read the catalogue now and say what changed."),
    "init": ("init.init", "Start a catalogue of your own."),
    "new": ("new.new", "Write the template of a new record."),
    "schema": ("schema.schema", "Print a JSON Schema for your editor."),
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
        module, _, name = COMMANDS[cmd_name][0].partition(".")
        function = getattr(import_module(f"clustercli.commands.{module}"), name)
        # Typer would evaluate the text of every annotation four times.
        function.__annotations__ = get_type_hints(function, include_extras=True)
        alone = typer.Typer(rich_markup_mode=None, add_completion=False, context_settings=_SETTINGS)
        alone.command(cmd_name, cls=Command)(function)
        return typer.main.get_command(alone)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """List the commands without importing them."""
        listed = [TyperCommand(name, help=help_) for name, (_, help_) in COMMANDS.items()]
        TyperGroup(commands=listed).format_commands(ctx, formatter)


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
    catalogue: Annotated[Path | None, typer.Option(metavar="DIR", help="The catalogue to use.", readable=False)] = None,
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
    env.arguments = [os.fsencode(argument).decode("utf-8", "replace") for argument in arguments]
    code = None
    while code is None:
        code = _attempt(env)
    return code


def _attempt(env: Environment) -> int | None:
    """The exit code of a run; None where it is to be tried once more, with an index made anew."""
    try:
        code = app(args=env.arguments, prog_name="clustercli", standalone_mode=False, obj=env)
        env.close()  # before anybody has to be waited for who reads the answer
        env.out.flush()
        return int(code or Exit.OK)
    except ClusterError as error:
        env.note(error.message, *error.hints)
        return error.code
    except (typer.Abort, KeyboardInterrupt):
        return Exit.INTERRUPTED
    except SystemExit as ended:  # typer's own way out: after a completion, and when the reader closed the pipe
        enough = isinstance(ended.__context__, BrokenPipeError)  # `| head -1` is no failure
        return Exit.OK if enough else int(ended.code or 0)
    except BrokenPipeError:
        return Exit.OK
    except OSError as error:
        env.note(f"{error.filename or 'The output'}: {error.strerror or error}.")
        return Exit.FAILED
    except Exception as error:  # noqa: BLE001  # whatever it is: nobody is left with a traceback
        if hasattr(error, "format_message"):  # a usage error of typer, whose base class it does not export
            return _usage(error, env)
        return _fault(error, env)
    finally:
        env.close()


def _fault(error: Exception, env: Environment) -> int | None:
    """What nobody expected, in a line; in full where that is asked for; None where a new index may be the remedy."""
    if env.debug:
        import traceback

        env.note(*"".join(traceback.format_exception(error)).splitlines())
        return Exit.FAILED
    if env.distrust_index():  # what is wrong may come from there
        if not env.begun:
            return None
        if type(error).__module__ == "sqlite3":
            env.note("The index is damaged. It will be made anew: run the command again.")
            return Exit.FAILED
    env.note(
        f"This is a fault of clustercli, not yours: {type(error).__name__}: {error}",
        "No record was changed. Details: the same command with --debug before its name",
    )
    return Exit.FAILED


def _usage(error: Exception, env: Environment) -> int:
    """A usage error in one sentence, and where help is."""
    context = getattr(error, "ctx", None)
    message = getattr(error, "format_message", error.__str__)()
    path = context.command_path if context else "clustercli"
    env.note(message, f"Help: {path} --help")
    return Exit.USAGE
