"""What keeps a start short: imports that wait until they are needed, and files that are not read again."""

from __future__ import annotations

import os
import subprocess
import sys
import time

from tests.conftest import ROOT, Clustercli

_PUT_OFF = "from clustercli.__main__ import put_off_imports; put_off_imports(); "
_HOW = "*(type(sys.modules[name]).__name__ for name in ('subprocess', 'difflib', 'platform'))"
_OPENED = """
import os, sys
opened = []
sys.addaudithook(lambda event, values: opened.append(str(values[0])) if event == "open" else None)
from clustercli.app import run
from clustercli.env import Environment
run(sys.argv[1:], Environment(out=open(os.devnull, "w")))
print(*opened, sep="\\n")
"""


def lines_of(clustercli: Clustercli, code: str, *arguments: str) -> list[str]:
    """What a process of its own prints."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=clustercli.folder,
        env={**os.environ, **clustercli.variables({"PYTHONPATH": str(ROOT)})},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


def test_what_typer_imports_for_nothing_is_put_off(clustercli: Clustercli) -> None:
    assert lines_of(clustercli, f"{_PUT_OFF} import sys, typer; print({_HOW})") == ["_Late _Late _Late"]


def test_what_is_put_off_is_there_when_it_is_used(clustercli: Clustercli) -> None:
    code = (
        "import subprocess, sys; before = subprocess; from textwrap import dedent, TextWrapper; "
        "done = subprocess.run([sys.executable, '-c', 'print(1)'], stdout=before.PIPE); "
        "print(done.stdout, dedent(' a'), before.run is sys.modules['subprocess'].run, hasattr(subprocess, 'x'))"
    )
    assert lines_of(clustercli, _PUT_OFF + code) == [r"b'1\n' a True False"]


def test_functions_taken_by_name_are_put_off_too(clustercli: Clustercli) -> None:
    code = (
        "import sys; from difflib import get_close_matches; late = type(sys.modules['difflib']).__name__; "
        "import platform; system = platform.system(); "
        "print(late, get_close_matches('mtch', ['match']), get_close_matches('x', ['match']), "
        "type(sys.modules['difflib']).__name__, platform.machine() != '', platform.system() == system)"
    )
    assert lines_of(clustercli, _PUT_OFF + code) == ["_Late ['match'] [] module True True"]


def test_a_warm_command_opens_no_file_of_the_catalogue_nor_code_that_it_does_not_run(small: Clustercli) -> None:
    time.sleep(0.1)  # a file younger than a clock tick is read again by the next command
    small("load")
    opened = lines_of(small, _OPENED, "match", "--sector", "apparel", "--country", "RS")
    assert any("clustercli" in path for path in opened)
    assert [path for path in opened if path.endswith((".yaml", ".yml"))] == []
    unused = [str(ROOT / "clustercli" / name) for name in ("index/write.py", "catalogue/parse.py")]
    assert [path for path in unused if path in opened] == []
