"""What cron or systemd must be told to send the digest: lines that are right for this installation as it runs now."""

import re
import shlex
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from caseload.config import Config
from caseload.paths import database_path

_PASSED_ON = ("CASELOAD_CONFIG", "XDG_CONFIG_HOME", "XDG_STATE_HOME")
"""Variables that cron does not have and that the digest would go wrong without; the database is named by --db."""


@dataclass(frozen=True)
class Schedule:
    """The command with whole paths, and the variables it needs."""

    words: Sequence[str]
    variables: Mapping[str, str]

    @property
    def line(self) -> str:
        """The command as `sh` reads it."""
        named = [f"{name}={shlex.quote(value)}" for name, value in self.variables.items()]
        return " ".join([*named, shlex.join(self.words)])

    def crontab(self) -> str:
        """The line of a crontab; there % would end the command."""
        return f"0 7 * * 1-5  {self.line}".replace("%", "\\%")

    def copies(self) -> str:
        """The line of a crontab that has a verified copy made every day, and older ones removed."""
        copying = replace(self, words=(*self.words[:-1], "backup", "--auto", "--quiet"))
        return f"30 12 * * *  {copying.line}".replace("%", "\\%")

    def service(self) -> str:
        """The systemd user unit that runs it once."""
        mailed = (
            f'said=$({self.line} 2>&1); [ -z "$said" ] || printf "%s\\n" "$said" | mail -s Caseload you@example.org'
        )
        named = [f"Environment={_quoted(f'{name}={value}')}" for name, value in self.variables.items()]
        return "\n".join(
            [
                "[Unit]",
                "Description=The caseload digest",
                "",
                "[Service]",
                "Type=oneshot",
                "UMask=0077",
                *named,
                f"ExecStart={_exec(self.words)}",
                "StandardOutput=truncate:%h/caseload-digest.txt",
                "# by mail instead of the last two lines:",
                f"# ExecStart={_exec(['/bin/sh', '-c', mailed])}",
            ]
        )

    def timer(self) -> str:
        """The systemd user timer of that unit."""
        return "\n".join(
            [
                "[Unit]",
                "Description=The caseload digest on weekdays at 7",
                "",
                "[Timer]",
                "OnCalendar=Mon..Fri 07:00",
                "Persistent=true",
                "",
                "[Install]",
                "WantedBy=timers.target",
            ]
        )


def schedule(argv0: str, environ: Mapping[str, str], config: Config, database: Path, *, named: bool) -> Schedule:
    """The digest as this run would be repeated: its executable, its folders, and its database where that is `named`.

    `--db` is there, too, wherever the digest would find another database without it.
    """
    found = Path(database_path(None, {"HOME": environ.get("HOME", "")}, config.database))
    here = database.absolute()
    where = ["--db", str(here)] if named or here != found else []
    stated = {name: Path(environ[name]) for name in _PASSED_ON if environ.get(name)}
    # A folder that is not absolute counts for nothing, as the XDG specification has it.
    kept = {name: path for name, path in stated.items() if path.is_absolute() or name == "CASELOAD_CONFIG"}
    variables = {name: str(path.absolute()) for name, path in kept.items()}
    return Schedule((*_executable(argv0), *where, "digest"), variables)


def filled(text: str, found: Schedule) -> str:
    """A page whose blocks of a crontab, of copies, a service and a timer say what is right here."""
    blocks = {"crontab": found.crontab(), "copies": found.copies(), "service": found.service(), "timer": found.timer()}
    return _BLOCK.sub(lambda block: f"```{block[1]}\n{blocks[block[1]]}\n```\n", text)


_BLOCK = re.compile(r"^```(crontab|copies|service|timer)\n.*?^```\n", re.MULTILINE | re.DOTALL)


def _executable(argv0: str) -> list[str]:
    """The program that runs, by its whole path; a link stays one, since what it points to may be replaced."""
    if Path(argv0).name == "caseload" and Path(argv0).is_file():
        return [str(Path(argv0).absolute())]
    on_path = shutil.which("caseload")
    return [str(Path(on_path).absolute())] if on_path else [sys.executable, "-m", "caseload"]


def _exec(words: Sequence[str]) -> str:
    """A command as ExecStart takes it; in its arguments, not in its program, $ would begin a variable."""
    program, *arguments = words
    return " ".join([_quoted(program), *(_quoted(word.replace("$", "$$")) for word in arguments)])


def _quoted(word: str) -> str:
    """A word as systemd takes it: % would begin a specifier, a blank another word."""
    plain = word.replace("%", "%%")
    if re.fullmatch(r"[\w@%+=:,./$-]+", plain, re.ASCII):
        return plain
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'
