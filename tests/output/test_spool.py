"""A slow reader gets every byte in its order, and whoever writes to him does not wait before the end."""

import os
import subprocess
import threading

import pytest

from caseload.output import spool as module
from caseload.output.spool import IN_MEMORY, Spool


def pieces(count: int) -> list[bytes]:
    """Pieces of many sizes, no two alike."""
    return [f"{number}:".encode() * (number * 37 % 6_000 + 1) for number in range(count)]


def taken(reading: int, into: bytearray, pause: threading.Event) -> None:
    pause.wait(20)
    while block := os.read(reading, 30_000):
        into += block


@pytest.mark.parametrize("last", [False, True])
@pytest.mark.parametrize("count", [0, 1, 40, 900])
def test_all_of_it_arrives_in_its_order_however_late_the_reader_is(count: int, last: bool) -> None:
    reading, writing = os.pipe()
    got, pause = bytearray(), threading.Event()
    reader = threading.Thread(target=taken, args=(reading, got, pause))
    reader.start()
    spool = Spool(writing, last=last)
    for number, piece in enumerate(pieces(count)):
        spool.put(piece)
        if number == count // 2:
            assert not got, "nobody has read, and nothing waited for that"
            pause.set()
    pause.set()
    spool.finish()
    spool.close()
    os.close(writing)
    reader.join(20)
    os.close(reading)
    assert bytes(got) == b"".join(pieces(count))


def test_what_does_not_fit_into_memory_is_in_a_file_that_nobody_else_can_name() -> None:
    reading, writing = os.pipe()
    spool = Spool(writing)
    for _ in range(30):
        spool.put(b"x" * (IN_MEMORY // 10))
    files = subprocess.run(["ls", "-l", f"/proc/{os.getpid()}/fd"], capture_output=True, text=True, check=True).stdout
    assert "(deleted)" in files
    os.close(reading)
    with pytest.raises(BrokenPipeError):
        spool.finish()
    spool.close()
    os.close(writing)


def test_where_the_disk_has_no_room_the_reader_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "TemporaryFile", full)
    reading, writing = os.pipe()
    got, pause = bytearray(), threading.Event()
    pause.set()
    reader = threading.Thread(target=taken, args=(reading, got, pause))
    spool = Spool(writing)
    for piece in pieces(300):
        if not reader.is_alive() and len(got) == 0 and piece == pieces(300)[20]:
            reader.start()
        spool.put(piece)
    spool.finish()
    spool.close()
    os.close(writing)
    reader.join(20)
    os.close(reading)
    assert bytes(got) == b"".join(pieces(300))
