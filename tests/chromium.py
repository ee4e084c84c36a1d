"""Debian's Chromium without a window, driven over its pipe: what it prints at a size of paper, what axe-core finds.

CI demands it; elsewhere what needs it skips.
"""

import base64
import json
import os
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from readers import NODE, demanded

SIZES = {"letter": (8.5, 11.0), "a4": (210 / 25.4, 297 / 25.4)}
"""Width and height in inches."""

MARGINS = 34 / 25.4
"""Of a sheet, left and right together, in inches: as paper.css has them, which has the widest."""

WCAG_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class Chromium:
    """One browser with one page; a context manager, gone after the block."""

    def __enter__(self) -> "Chromium":
        """Start it."""
        program, axe = shutil.which("chromium"), NODE / "node_modules" / "axe-core" / "axe.min.js"
        demanded("apt-get install chromium; npm ci --prefix tests/node", present=bool(program) and axe.exists())
        self._axe = axe.read_text("utf-8")
        self._folder = TemporaryDirectory(ignore_cleanup_errors=True)
        (its_in, self._out), (self._in, its_out) = os.pipe(), os.pipe()
        # It reads from 3 and writes to 4, which nothing else may be at that moment.
        line = f"exec {program} --headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run "
        line += "--disable-extensions --disable-background-networking --host-resolver-rules='MAP * ~NOTFOUND' "
        line += f"--remote-debugging-pipe --user-data-dir={self._folder.name} 3<&{its_in} 4>&{its_out}"
        self._ran = subprocess.Popen(
            ["bash", "-c", line], pass_fds=(its_in, its_out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={"HOME": self._folder.name, "PATH": os.environ["PATH"]},
        )  # fmt: skip
        os.close(its_in)
        os.close(its_out)
        self._said, self._number, self._session = b"", 0, None
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self._frame = self._ask("Page.getFrameTree")["frameTree"]["frame"]["id"]
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        os.close(self._out)
        self._ran.terminate()
        self._ran.wait(10)
        os.close(self._in)
        self._folder.cleanup()

    def printed(self, page: str, size: str) -> bytes:
        """The page as PDF on paper of that size."""
        width, height = SIZES[size]
        self._show(page)
        answer = self._ask(
            "Page.printToPDF", paperWidth=width, paperHeight=height, preferCSSPageSize=False, printBackground=False
        )
        return base64.b64decode(answer["data"])

    def barriers(self, page: str) -> list[str]:
        """What axe-core finds in the way of those who see, hear or move otherwise, by WCAG AA."""
        self._show(page)
        self._ask("Runtime.evaluate", expression=self._axe)
        run = f"axe.run(document, {{runOnly: {json.dumps(WCAG_AA)}}}).then(found => JSON.stringify(found.violations))"
        answer = self._ask("Runtime.evaluate", expression=run, awaitPromise=True)["result"]["value"]
        return [f"{one['id']}: {one['help']}, {one['nodes'][0]['html'][:200]}" for one in json.loads(answer)]

    def asked_elsewhere(self, page: str) -> list[str]:
        """What the page would have fetched."""
        self._show(page)
        script = "JSON.stringify(performance.getEntriesByType('resource').map(one => one.name))"
        found: list[str] = json.loads(self._ask("Runtime.evaluate", expression=script)["result"]["value"])
        return found

    def too_wide(self, page: str, size: str) -> int:
        """By how many pixels the page is wider than paper of that size has room for, between its own margins."""
        self._ask("Emulation.setEmulatedMedia", media="print")
        wide = int((SIZES[size][0] - MARGINS) * 96)
        self._ask("Emulation.setDeviceMetricsOverride", width=wide, height=1000, deviceScaleFactor=1, mobile=False)
        self._show(page)
        script = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        found: int = self._ask("Runtime.evaluate", expression=script)["result"]["value"]
        self._ask("Emulation.clearDeviceMetricsOverride")
        self._ask("Emulation.setEmulatedMedia", media="")
        return found

    def _show(self, page: str) -> None:
        self._ask("Page.setDocumentContent", frameId=self._frame, html=page)

    def _ask(self, method: str, **params: Any) -> dict[str, Any]:
        self._number += 1
        asked: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        if self._session:
            asked["sessionId"] = self._session
        data = json.dumps(asked).encode() + b"\0"
        while data:
            data = data[os.write(self._out, data) :]
        while True:
            answer = json.loads(self._next())
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                result: dict[str, Any] = answer["result"]
                return result

    def _next(self) -> bytes:
        while b"\0" not in self._said:
            read = os.read(self._in, 1 << 20)
            assert read, "Chromium has ended"
            self._said += read
        message, _, self._said = self._said.partition(b"\0")
        return message


def pages_of(pdf: bytes, folder: Path) -> list[str]:
    """The text of each page of a PDF."""
    tool = shutil.which("pdftotext")
    demanded("apt-get install poppler-utils", present=tool is not None)
    file = folder / "printed.pdf"
    file.write_bytes(pdf)
    ran = subprocess.run([str(tool), "-layout", file, "-"], capture_output=True, timeout=60, check=True)
    return ran.stdout.decode().split("\f")[:-1]


def facts_of(pdf: bytes, folder: Path) -> dict[str, str]:
    """What pdfinfo tells of a PDF: its page size, whether it is tagged."""
    tool = shutil.which("pdfinfo")
    demanded("apt-get install poppler-utils", present=tool is not None)
    file = folder / "told.pdf"
    file.write_bytes(pdf)
    ran = subprocess.run([str(tool), file], capture_output=True, timeout=60, check=True)
    pairs = (line.partition(":") for line in ran.stdout.decode().splitlines())
    return {key: value.strip() for key, _, value in pairs}
