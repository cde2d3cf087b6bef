"""The command `clustercli`, and `python -m clustercli`: a short life, begun and ended without ceremony."""

from __future__ import annotations

import gc
import os
import sys


def main() -> None:
    """Run the command line of this process and end it with the exit code.

    A run lasts a tenth of a second, and a fifth of that would go into collecting what the imports made and taking
    the interpreter apart at the end; all that matters is flushed before the process ends at once.
    """
    gc.disable()
    from clustercli.app import run

    code = run(sys.argv[1:])
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        pass
    except OSError as error:
        os.write(2, f"The output could not be written: {error.strerror}.\n".encode())
        code = code or 1
    os._exit(code)


if __name__ == "__main__":
    main()
