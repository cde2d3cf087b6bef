"""Options that several commands share, and the command class that gives all of them --catalogue and --index."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperOption


def _catalogue(context: typer.Context, _: object, value: Path | None) -> None:
    if value is not None:
        context.obj.catalogue = value


def _index(context: typer.Context, _: object, value: Path | None) -> None:
    if value is not None:
        context.obj.index = value


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
}


def _age(context: typer.Context, _: object, value: bool) -> None:
    if value:
        context.obj.aged = AGED[str(context.info_name)]


def _check_format(value: str) -> str:
    """Accept the name of a format; say which there are otherwise."""
    from clustercli.present import formats

    name = value.strip().lower()
    if name and name not in formats.names():
        from clustercli.records.reading import did_you_mean

        raise typer.BadParameter(f"unknown format '{value}'{did_you_mean(name, formats.names())} "
                                 f"({', '.join(formats.names())})")  # fmt: skip
    return name


def _complete_format(incomplete: str) -> list[str]:
    from clustercli.present import formats

    return [name for name in formats.names() if name.startswith(incomplete)]


class Command(TyperCommand):
    """A command that takes --catalogue and --index after its name, too, and --age if it lists records."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params += [
            TyperOption(param_decls=["--catalogue"], type=Path, metavar="DIR", callback=_catalogue, expose_value=False,
                        help="The catalogue to use."),
            TyperOption(param_decls=["--index"], type=Path, metavar="FILE", callback=_index, expose_value=False,
                        help="Where the index lies, if not in the cache folder."),
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


Format = Annotated[
    str,
    typer.Option("--format", "-f", metavar="NAME", callback=_check_format, autocompletion=_complete_format,
                 help="table, csv, tsv, json, jsonl or markdown. Default: a table on a terminal, tsv elsewhere."),
]  # fmt: skip
Raw = Annotated[bool, typer.Option("--raw", help="CSV without the guard against formulas.")]
Countries = Annotated[
    list[str] | None,
    typer.Option("--country", "-c", metavar="COUNTRY", help="Code or name in any language: RS, Srbsko, Србија."),
]
Sector = Annotated[
    str | None,
    typer.Option("--sector", "-s", metavar="WORD", help="A sector in any language, or a NACE code: tekstil, 13."),
]
Limit = Annotated[int | None, typer.Option("--limit", "-n", min=1, max=10**9, metavar="N", help="At most so many.")]
