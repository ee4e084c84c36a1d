"""Bad rows on their way into a file of their own, to be mended there and imported again with the same map."""

import csv
from collections.abc import Sequence
from contextlib import ExitStack
from types import TracebackType
from typing import Self, TextIO

from caseload.intake.building import Fault
from caseload.intake.delimited import Row
from caseload.intake.layout import REJECTED
from caseload.output.files import Place, new_file


class Rejects:
    """The file of one import's bad rows, made with the first of them; nowhere if the block fails or is a dry run.

    Its columns are the line and what is wrong, then those of the imported file. It starts with a byte order
    mark, by which it is read as UTF-8 whatever encoding is asked for.
    """

    def __init__(self, place: Place, header: Sequence[str], delimiter: str, *, dry_run: bool) -> None:
        """Raises as `Place.check` where no new file can be put."""
        place.check()
        self._place, self._dry_run = place, dry_run
        self._delimiter = delimiter
        self._header = header
        # A file that was mended once has these two already.
        self._own = [place for place, heading in enumerate(header) if heading not in REJECTED]
        self._files = ExitStack()
        self._file: TextIO | None = None
        self.count = 0
        """Rows that were taken."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool | None:
        return self._files.__exit__(kind, error, trace)

    def take(self, row: Row, faults: Sequence[Fault]) -> None:
        """One bad row more, its cells as they stood."""
        self.count += 1
        if self._dry_run:
            return
        reason = " · ".join(fault.told for fault in faults)
        own = [row.cells[place] for place in self._own if place < len(row.cells)]
        # In front, so that a row that is too short or too long stays so until it is mended.
        self._write([str(row.line), reason, *own, *row.cells[len(self._header) :]])

    def _write(self, cells: Sequence[str]) -> None:
        if self._file is None:
            self._file = self._files.enter_context(new_file(self._place))
            self._file.write("\ufeff")
            self._write([*REJECTED, *(self._header[place] for place in self._own)])
        csv.writer(self._file, delimiter=self._delimiter, lineterminator="\r\n").writerow(cells)
