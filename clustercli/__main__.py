"""The command `clustercli`, and `python -m clustercli`: a short life, begun and ended without ceremony."""

from __future__ import annotations

import gc
import importlib
import io
import os
import sys
from contextlib import nullcontext, suppress
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

# What typer, pathlib and inspect import and a short command never uses, a sixth of the whole start: module ->
# the functions that are taken from it by name.
_PUT_OFF = {
    "subprocess": (),
    "bz2": (),
    "lzma": (),
    "ipaddress": (),
    "tokenize": (),
    "textwrap": (),
    "difflib": ("get_close_matches",),
    "gettext": ("gettext",),
    "shutil": ("get_terminal_size",),
    "shellingham": (),
    "platform": (),
}


_ANSWER = 1 << 20  # bytes of an answer that wait until it is whole: who reads it slowly keeps no one from writing


class _Late(ModuleType):
    """A module that is imported when something of it is first used."""

    def __init__(self, name: str, functions: tuple[str, ...] = ()) -> None:
        super().__init__(name)
        self.__dict__.update({function: self._late(function) for function in functions})

    def _late(self, function: str) -> Callable[..., Any]:
        def late(*values: Any, **named: Any) -> Any:
            return self.__getattr__(function)(*values, **named)

        return late

    def __getattr__(self, name: str) -> Any:
        """An attribute of the module itself, which stands in its own place from then on."""
        if name.startswith("__"):  # asked by the import machinery
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        module = importlib.import_module(self.__name__)
        self.__dict__.update(vars(module))
        return getattr(module, name)


def put_off_imports() -> None:
    """Have modules that are seldom needed wait until they are."""
    for name, functions in _PUT_OFF.items():
        if name not in sys.modules:
            sys.modules[name] = _Late(name, functions)
    if hasattr(os, "uname"):  # uuid asks for no more than this, and typer imports uuid
        vars(sys.modules["platform"]).setdefault("system", lambda: os.uname().sysname)


class _Closed(io.TextIOBase):
    """A stream that was closed before the program began: whoever writes to it is told."""

    def write(self, _: str) -> int:
        """Fail as the closed file descriptor would."""
        raise OSError(9, "The output is closed")


def _streams() -> None:
    """Text goes out as UTF-8, whatever the locale; only a terminal is written in its own encoding."""
    sys.stdout = sys.stdout or _Closed()
    sys.stderr = sys.stderr or io.StringIO()
    if isinstance(sys.stdout, io.TextIOWrapper) and not sys.stdout.isatty():
        sys.stdout = os.fdopen(1, "w", _ANSWER, encoding="utf-8", errors="backslashreplace", closefd=False)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def main() -> None:
    """Run the command line of this process and end it with the exit code.

    A run lasts a tenth of a second, and a fifth of that would go into collecting what the imports made and taking
    the interpreter apart at the end; all that matters is flushed before the process ends at once.
    """
    gc.disable()
    code = 130
    try:
        _streams()
        put_off_imports()
        from clustercli.app import run

        code = run(sys.argv[1:])
        with suppress(OSError) if code else nullcontext():  # what failed has been told
            sys.stdout.flush()
        with suppress(OSError):
            sys.stderr.flush()
    except (BrokenPipeError, KeyboardInterrupt):
        pass
    except OSError as error:
        code = code or 1
        with suppress(OSError):
            os.write(2, f"The output could not be written: {error.strerror}.\n".encode())
    os._exit(code)


if __name__ == "__main__":
    main()
