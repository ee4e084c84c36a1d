"""Where a run begins: the console script and `python -m caseload`."""

import gc
from typing import NoReturn

_SELDOM = 100_000
"""New objects before garbage is looked for; Python's own 700 has it look some 150 times while modules are loaded."""


def main() -> NoReturn:
    """Run the program on this process's arguments and exit with its code."""
    gc.set_threshold(_SELDOM, 50, 50)
    # Here and not at the top: importing it is most of a short run, and what the line above is for.
    from caseload import app

    try:
        app.main()
    finally:
        # Python looks for garbage once more as it ends; the system takes all of it back sooner.
        gc.freeze()
