"""Where a run begins and ends: the console script and `python -m caseload`."""

import gc
import os
import sys
from typing import NoReturn

_SELDOM = 100_000
"""New objects before garbage is looked for; Python's own 700 has it look some 150 times while modules are loaded."""


_STOPPED = 130
"""The code of a run that Ctrl-C ended."""


def main() -> NoReturn:
    """Run the program on this process's arguments and exit with its code."""
    gc.set_threshold(_SELDOM, 50, 50)
    try:
        # Here and not at the top: importing it is most of a short run, and what the line above is for.
        from caseload import app

        app.main()
    except KeyboardInterrupt:
        # Before anything was done, or after all was said.
        os._exit(_STOPPED)
    except SystemExit as ended:
        if isinstance(ended.code, int):
            _leave(ended.code)
        raise


def _leave(code: int) -> None:
    """End the process, unless what was said cannot be written: that is Python's to tell, as it ends by itself.

    It would take apart one by one the modules that were loaded, a twentieth of a short run; the system takes all of it
    back at once. The file is closed by then, and nothing of ours waits for Python's end.
    """
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (AttributeError, OSError, ValueError):
        return
    os._exit(code)
