"""The README's commands and lists: runs them, and (`python -m tests.readme`) writes what they give into it."""

from __future__ import annotations

import re
import shlex
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from clustercli.match.score import BOTH_WAYS, both_ways
from clustercli.match.signals import FIT, RELEVANCE
from clustercli.records.fields import Field
from clustercli.records.kinds import KINDS
from clustercli.records.scalars import Choice
from tests.conftest import ROOT, Clustercli
from tests.evaluation.__main__ import report as evaluation
from tests.evaluation.texts import rules as trade_policy

README = ROOT / "README.md"
_CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_EVALUATION = "$ python -m tests.evaluation"
_SIGNALS = re.compile(r"(?<=<!-- signals -->\n).*?(?=<!-- /signals -->)", re.DOTALL)
_PROGRESS = re.compile(r"\r(?:(?:Reading files|Writing records)[^\x1b]*)?\x1b\[K")
_FIELDS = re.compile(r"(?<=<!-- fields -->\n).*?(?=<!-- /fields -->)", re.DOTALL)


def renewed(text: str, folder: Path) -> str:
    """The README with the output of every command, run one after the other in an empty folder on an 80-column
    terminal, and with the field lists of the schema.
    """
    clustercli = Clustercli(folder / "home", folder / "work")
    clustercli.folder.mkdir()
    clustercli("load")
    text = _CONSOLE.sub(lambda found: f"```console\n{_session(clustercli, found[1])}```", text)
    text = _SIGNALS.sub(lambda _: signals(), text)
    return _FIELDS.sub(lambda _: fields(), text)


def _session(clustercli: Clustercli, block: str) -> str:
    parts = []
    if _EVALUATION in block:
        return "".join(f"{line}\n" for line in (_EVALUATION, *evaluation()))
    for command in re.findall(r"^\$ clustercli ?(.*)$", block, re.MULTILINE):
        arguments, _, first = command.partition(" | head -")
        lines = clustercli.screen(*shlex.split(arguments)).splitlines(keepends=True)
        parts.append(f"$ clustercli {command}".rstrip() + "\n" + "".join(lines[: int(first) if first else None]))
    return _PROGRESS.sub("", "".join(parts).replace(str(clustercli.folder), "."))


def signals() -> str:
    """What each signal of a score says, in the words of its function, with its weight in the bundled policy."""
    weights = trade_policy()
    lines = ["", "| signal | at most | what it says |", "|---|---:|---|"]
    relevance: dict[str, Callable[..., object]] = {**RELEVANCE, BOTH_WAYS: both_ways}
    for name, function in relevance.items():
        share = weights.relevance[name] * weights.share
        lines.append(f"| {name.replace('_', ' ')} | {share:.0f} of {weights.share:.0f} | {_told(function)} |")
    for name, fit in FIT.items():
        lines.append(f"| {name.replace('_', ' ')} | {weights.points[name]:.0f} | {_told(fit)} |")
    return "\n".join(lines) + "\n"


def _told(function: Callable[..., object]) -> str:
    return " ".join((function.__doc__ or "").split())


def fields() -> str:
    """The fields that all kinds have, and those of every kind, as tables."""
    common = [f for f in KINDS[0].fields if all(f in kind.fields for kind in KINDS)]
    lines = ["**all kinds**", "", *_table(common)]
    for kind in KINDS:
        own = [f for f in kind.fields if f not in common]
        lines += [f"**{kind.plural}** (`{kind.folder}/`)", "", *_table(own)]
    return "\n" + "\n".join(lines)


def _table(fields: Sequence[Field]) -> list[str]:
    lines = ["| field | meaning | example |", "|---|---|---|"]
    for field in fields:
        example = f"`{field.example}`" if field.example else ""
        choices = f": {', '.join(field.type.options)}" if isinstance(field.type, Choice) else ""
        lines.append(f"| `{field.name}`{'*' if field.required else ''} | {field.help}{choices} | {example} |")
    return [*lines, ""]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        README.write_text(renewed(README.read_text(encoding="utf-8"), Path(temporary)), encoding="utf-8")
