"""Options that several commands share, and the command class that gives all of them those of the program."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperOption

from clustercli.errors import ClusterError, Exit
from clustercli.records import languages


def _catalogue(context: typer.Context, _: object, value: Path | None) -> None:
    if value is not None:
        context.obj.catalogue = value


def _index(context: typer.Context, _: object, value: Path | None) -> None:
    if value is not None:
        context.obj.index = value


def check_language(value: str) -> str:
    """Accept the tag of a language that answers can come in; say which there are otherwise."""
    tag = languages.tag(value) if value else ""
    if tag is None:
        raise typer.BadParameter(f"unknown language '{value}' ({', '.join(languages.TAGS)})")
    return tag


def _language(context: typer.Context, _: object, value: str | None) -> None:
    if value:
        context.obj.lang = check_language(value)


# The listings of records: command -> the columns that hold their ids. They take --age.
AGED = {
    "list": ("id",),
    "search": ("id",),
    "match": ("organisation", "partner"),
    "why": ("organisation", "partner"),
    "gaps": ("id",),
    "timeline": ("project",),
    "conflicts": ("id",),
    "duplicates": ("id", "other"),
    "who": ("id",),
}


def _age(context: typer.Context, _: object, value: bool) -> None:
    if value:
        context.obj.aged = AGED[str(context.info_name)]


def _check_format(context: typer.Context, value: str) -> str:
    """Accept the name of a format that the command has; say which there are otherwise."""
    from clustercli.present import formats

    name, command = value.strip().lower(), context.info_name or ""
    known = formats.names(command)
    if name and name not in known:
        from clustercli.records.reading import did_you_mean

        if name in formats.ONLY:
            other = formats.ONLY[name]
            raise typer.BadParameter(f"{name} is for {other}: clustercli {other} --format {name} "
                                     f"({command} has {', '.join(known)})")  # fmt: skip
        raise typer.BadParameter(f"unknown format '{value}'{did_you_mean(name, known)} ({', '.join(known)})")
    return name


def _complete_format(context: typer.Context, incomplete: str) -> list[str]:
    from clustercli.present import formats

    return [name for name in formats.names(context.info_name or "") if name.startswith(incomplete)]


class Command(TyperCommand):
    """A command that takes --catalogue, --index and --lang after its name, too, and --age if it lists records."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params += [
            TyperOption(param_decls=["--catalogue"], type=Path, metavar="DIR", callback=_catalogue, expose_value=False,
                        help="The catalogue to use."),
            TyperOption(param_decls=["--index"], type=Path, metavar="FILE", callback=_index, expose_value=False,
                        help="Where the index lies, if not in the cache folder."),
            TyperOption(param_decls=["--lang"], type=str, metavar="TAG", callback=_language, expose_value=False,
                        help="Language of names and texts: cs, sr, sr-Cyrl, bg, en, de ... Default: the locale's."),
        ]  # fmt: skip
        if self.name in AGED:
            self.params.append(TyperOption(
                param_decls=["--age"], is_flag=True, default=False, callback=_age, expose_value=False,
                help="Add when each record was last checked; on a terminal, as a table."))  # fmt: skip

    def invoke(self, ctx: Any) -> Any:
        """Run the command; ages stand in a column, so what is laid out as text otherwise becomes a table."""
        if ctx.obj.aged and ctx.obj.terminal:
            ctx.params["format_"] = ctx.params.get("format_") or "table"
        return super().invoke(ctx)


def _format_option(names: str) -> Any:
    said = f"{names}. Default: a table on a terminal, tsv elsewhere."
    return typer.Option("--format", "-f", metavar="NAME", callback=_check_format, autocompletion=_complete_format,
                        help=said)  # fmt: skip


Format = Annotated[str, _format_option("table, csv, tsv, json, jsonl or markdown")]
ChartFormat = Annotated[str, _format_option("table, csv, tsv, json, jsonl, markdown or mermaid")]


def by_option(words: tuple[str, ...], help_: str) -> Any:
    """The option --by, which takes one of a few words."""

    def check(param: typer.CallbackParam, value: str) -> str:
        word = value.strip().lower()
        if word not in words and value != param.default:
            from clustercli.records.reading import did_you_mean

            raise ClusterError(f"--by: unknown '{value}'{did_you_mean(word, words)}", f"Known: {', '.join(words)}",
                               code=Exit.USAGE)  # fmt: skip
        return word

    return typer.Option("--by", metavar="|".join(words), callback=check, help=help_)


Raw = Annotated[bool, typer.Option("--raw", help="CSV without the guard against formulas.")]
Countries = Annotated[
    list[str] | None,
    typer.Option("--country", "-c", metavar="COUNTRY", help="Code or name in any language: RS, Srbsko, Србија."),
]
With = Annotated[
    list[str] | None,
    typer.Option("--with", metavar="COUNTRY", help="Where the partners lie; elsewhere, if left out."),
]
Sector = Annotated[
    str | None,
    typer.Option("--sector", "-s", metavar="WORD", help="A sector in any language, or a NACE code: tekstil, 13."),
]
Limit = Annotated[int | None, typer.Option("--limit", "-n", min=1, max=10**9, metavar="N", help="At most so many.")]
