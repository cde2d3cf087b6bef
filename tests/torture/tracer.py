"""Runs a command and stops it at each call that changes a file: to count them, and to break one (Linux, ptrace)."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.torture import syscalls

_TRACEME, _CONT, _SYSCALL, _OPTIONS, _GETREGS, _SETREGS = 0, 7, 24, 0x4200, 0x4204, 0x4205
_FOLLOW = 0x1 | 0x2 | 0x4 | 0x8 | 0x10 | 0x80 | 0x100000  # calls marked, forks, threads, execs, filter; die with us
_EVENT_SECCOMP, _ALL_KINDS = 7, 0x40000000
_GENERAL, _ARM_CALL = 1, 0x404  # sets of registers
_ARGUMENTS = range(6) if syscalls.ARM else (14, 13, 12, 7, 9, 8)
_NUMBER, _RESULT = (8, 0) if syscalls.ARM else (15, 10)
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2
STDOUT = "<stdout>"


class Call(NamedTuple):
    """A call that concerns a watched file; of a rename, `path` is the new name and `source` the old one."""

    name: str
    path: str
    source: str = ""


class Plan(NamedTuple):
    """What is to happen at a call, counted from 1.

    `kill`: the process ends before the call; `tear`: half of what is to be written is, and it ends; `short`: half is,
    and it goes on; `fail`: the call is not made and tells of `error`, and so does each one from then on that takes
    room on the disk, where it `stays` full; `meanwhile`: somebody else does something before the call.
    """

    at: int = 0
    action: str = ""
    error: int = 0
    stays: bool = False


UNDISTURBED = Plan()


class Traced(NamedTuple):
    """How a command ended (-9: killed), and the calls that it made until then."""

    code: int
    out: str
    err: str
    calls: list[Call]


class _Vector(ctypes.Structure):
    _fields_ = (("base", ctypes.c_void_p), ("length", ctypes.c_size_t))


class _Instruction(ctypes.Structure):
    _fields_ = (("code", ctypes.c_ushort), ("yes", ctypes.c_ubyte), ("no", ctypes.c_ubyte), ("value", ctypes.c_uint))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("first", ctypes.POINTER(_Instruction)))


_libc = ctypes.CDLL(None, use_errno=True)
_libc.ptrace.argtypes = (ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p)
_libc.ptrace.restype = ctypes.c_long


def _ptrace(request: int, pid: int, address: int = 0, data: int = 0) -> None:
    if _libc.ptrace(request, pid, address, data) < 0:
        error = ctypes.get_errno()
        raise OSError(error, f"ptrace: {os.strerror(error)}")


class _Registers:
    """The registers of a stopped process."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.values = (ctypes.c_uint64 * 34)()
        self._vector = _Vector(ctypes.addressof(self.values), ctypes.sizeof(self.values))
        _ptrace(_GETREGS, pid, _GENERAL, ctypes.addressof(self._vector))
        self.name = syscalls.NAMES.get(self.values[_NUMBER], "")

    def argument(self, index: int) -> int:
        return int(self.values[_ARGUMENTS[index]])

    def shorten(self) -> None:
        """Have half of it written."""
        self.values[_ARGUMENTS[2]] = self.argument(2) // 2
        self._set()

    def skip(self, error: int) -> None:
        """Have the call not made, with an error as its result."""
        self.values[_RESULT] = -error & (1 << 64) - 1
        if syscalls.ARM:
            none = ctypes.c_int(-1)
            vector = _Vector(ctypes.addressof(none), ctypes.sizeof(none))
            _ptrace(_SETREGS, self.pid, _ARM_CALL, ctypes.addressof(vector))
        else:
            self.values[_NUMBER] = (1 << 64) - 1
        self._set()

    def answer(self, error: int) -> None:
        """Have a call that was made tell of an error."""
        self.values[_RESULT] = -error & (1 << 64) - 1
        self._set()

    def _set(self) -> None:
        _ptrace(_SETREGS, self.pid, _GENERAL, ctypes.addressof(self._vector))


class _Tracer:
    """One traced run."""

    def __init__(self, watched: Sequence[Path], plan: Plan, reading: bool, meanwhile: Callable[[], object]) -> None:
        self._watched = tuple(str(folder) for folder in watched)
        self._plan = plan
        self._reading = reading
        self._meanwhile = meanwhile
        self._alive: set[int] = set()
        self.calls: list[Call] = []

    def follow(self, main: int) -> int:
        """Let a process that has stopped go on to its end, and return its exit code."""
        self._alive = {main}
        os.waitpid(main, _ALL_KINDS)
        _ptrace(_OPTIONS, main, 0, _FOLLOW)
        _ptrace(_CONT, main)
        try:
            while True:
                pid, status = os.waitpid(-1, _ALL_KINDS)
                if os.WIFSTOPPED(status):
                    self._alive.add(pid)
                    self._stopped(pid, status)
                else:
                    self._alive.discard(pid)
                    if pid == main:
                        return os.waitstatus_to_exitcode(status)
        finally:
            self._kill()

    def _stopped(self, pid: int, status: int) -> None:
        at = os.WSTOPSIG(status)
        if status >> 16 == _EVENT_SECCOMP:
            self._call(pid)
        elif status >> 16 or at in (signal.SIGSTOP, signal.SIGTRAP, signal.SIGTRAP | 0x80):
            _ptrace(_CONT, pid)
        else:
            _ptrace(_CONT, pid, 0, at)

    def _kill(self) -> None:
        for pid in self._alive:
            os.kill(pid, signal.SIGKILL)

    def _call(self, pid: int) -> None:
        """Note a call, and do what the plan says."""
        registers = _Registers(pid)
        call = self._concerns(pid, registers)
        if call is not None:
            self.calls.append(call)
        plan, now = self._plan, len(self.calls)
        full = plan.stays and call is not None and call.name in syscalls.TAKE_ROOM and call.path != STDOUT
        if call is None or not (now == plan.at or (full and plan.at < now)):
            _ptrace(_CONT, pid)
        elif plan.action == "kill":
            self._kill()
        elif plan.action == "meanwhile":
            self._meanwhile()
            _ptrace(_CONT, pid)
        elif plan.action in ("tear", "short"):
            registers.shorten()
            self._finish(pid)
            if plan.action == "tear":
                self._kill()
            else:
                _ptrace(_CONT, pid)
        elif call.name == "close":  # it closes, whatever it tells
            self._finish(pid)
            _Registers(pid).answer(plan.error)
            _ptrace(_CONT, pid)
        else:
            registers.skip(plan.error)
            _ptrace(_CONT, pid)

    @staticmethod
    def _finish(pid: int) -> None:
        """Let the call be made, and stop right after it."""
        _ptrace(_SYSCALL, pid)
        os.waitpid(pid, _ALL_KINDS)

    def _concerns(self, pid: int, registers: _Registers) -> Call | None:
        """A call with its paths, where it concerns a watched file."""
        name = registers.name
        _, _, where = syscalls.ALL[name]
        if name in syscalls.OPENS and not self._reading:
            flags = syscalls.WRITABLE if name == "creat" else registers.argument(where.paths[0][1] + 1)
            if not flags & syscalls.WRITABLE:
                return None
        if where.descriptor >= 0:
            descriptor = registers.argument(where.descriptor) & 0xFFFFFFFF
            paths = [STDOUT if (name, descriptor) == ("write", 1) else syscalls.named(pid, descriptor)]
        else:
            paths = [
                syscalls.path_at(
                    pid, syscalls.HERE if folder < 0 else registers.argument(folder), registers.argument(path)
                )
                for folder, path in where.paths
            ]
        if not any(self._is_watched(path) for path in paths):
            return None
        if name == "close" and not syscalls.is_written(pid, registers.argument(0)):
            return None
        return Call(name, paths[-1], paths[0] if len(paths) > 1 else "")

    def _is_watched(self, path: str) -> bool:
        return path == STDOUT or any(path == folder or path.startswith(folder + os.sep) for folder in self._watched)


def _become(command: Sequence[str], variables: Mapping[str, str], folder: Path, outputs: Path, reading: bool) -> None:
    """Turn this new process into the command, to be traced from now on."""
    for descriptor, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(outputs / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), descriptor)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.chdir(folder)
    instructions = [_Instruction(*values) for values in syscalls.stops(reading=reading)]
    program = _Program(len(instructions), (_Instruction * len(instructions))(*instructions))
    _ptrace(_TRACEME, 0)
    os.kill(os.getpid(), signal.SIGSTOP)
    if _libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) or _libc.prctl(_SECCOMP, _FILTER, ctypes.byref(program), 0, 0):
        os._exit(126)
    os.execve(command[0], list(command), dict(variables))  # noqa: S606 (no shell is what is wanted)


def run(
    command: Sequence[str],
    variables: Mapping[str, str],
    folder: Path,
    watched: Sequence[Path],
    outputs: Path,
    plan: Plan = UNDISTURBED,
    *,
    reading: bool = False,
    meanwhile: Callable[[], object] = list,
) -> Traced:
    """Run a command in a folder; its outputs go to files in `outputs`. Calls that only read count where `reading`."""
    child = os.fork()
    if not child:
        try:
            _become(command, variables, folder, outputs, reading)
        finally:
            os._exit(127)
    tracer = _Tracer(watched, plan, reading, meanwhile)
    code = tracer.follow(child)
    out, err = ((outputs / name).read_bytes().decode(errors="replace") for name in ("out", "err"))
    return Traced(code, out, err, tracer.calls)


def why_not(folder: Path) -> str:
    """Why nothing can be traced here; empty where it can."""
    if sys.platform != "linux" or syscalls.MACHINE not in ("x86_64", "aarch64"):
        return "processes are traced on Linux on x86_64 and aarch64 only"
    file = folder / "tried"
    try:
        done = run(["/bin/sh", "-c", f"echo a > '{file}'"], {}, folder, [folder], folder)
    except OSError as error:
        return f"no process can be traced here: {error}"
    return "" if done.code == 0 and any(call.path == str(file) for call in done.calls) else "no call could be traced"
