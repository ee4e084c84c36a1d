"""One run of the program: where the database is, what moment it is, how to speak; the store, when it is asked for."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cached_property, partial
from typing import TYPE_CHECKING, TextIO, overload

from caseload import config, paths
from caseload.asked import STDOUT as STDOUT  # noqa: PLC0414 - those who ask a session ask with these
from caseload.asked import Asked as Asked  # noqa: PLC0414
from caseload.asked import Filters as Filters  # noqa: PLC0414
from caseload.asked import Options as Options  # noqa: PLC0414
from caseload.errors import Invalid, Refused, spoken
from caseload.output.column import FILES, Format, format_for
from caseload.output.terminal import Terminal, hidden, look, stream, tell, warn
from caseload.when.dates import When, day_ends, refuse_ahead, said_behind, told_now

if TYPE_CHECKING:
    from pathlib import Path

    from caseload.actions.checklists import Anchors
    from caseload.output.files import Place
    from caseload.reports.rule import Rule
    from caseload.store.core import Store
    from caseload.unlocking import Passphrases
    from caseload.when.ranges import Range


class Session:
    """What one run of the program knows, and the ways it has to ask and to tell."""

    def __init__(self, options: Options, environ: Mapping[str, str], out: TextIO, err: TextIO, inp: TextIO) -> None:
        self.options = options
        self.environ = environ
        self.inp = inp
        self.terminal: Terminal = look(
            out, err, environ, color=options.color, no_input=options.no_input, quiet=options.quiet
        )
        self.command = ""
        """The words of the command that runs: task add."""
        self.asked = Asked()
        self.moved: dict[str, str] = {}
        """Of records that an edit gave to another client, by typed id: from whom, and what went along."""
        self.at_end: list[Callable[[], None]] = []
        """What is to be looked at when a step has written all, and nothing of it is stored, or taken back, yet."""
        self.followed: list[str] = []
        """What followed for checklists and rides from what was stored, and is still to be told."""
        self.reading: dict[Path, str] = {}
        """Files that the command reads, and what each is to it."""

    @cached_property
    def config(self) -> config.Config:
        """config.toml as it stands; raises Invalid for a line that is wrong, or a file that is named and not there."""
        path = paths.config_path(self.environ)
        if self.environ.get("CASELOAD_CONFIG") and not paths.exists(path):
            raise Invalid(f"there is no {path}", "CASELOAD_CONFIG names it; make it, or unset that")
        return config.read_config(path)

    @cached_property
    def rules(self) -> "Sequence[Rule]":
        """Every clock as config.toml has it; raises Invalid for a rule that is none."""
        from caseload.reports.rules import settled

        return settled(self.config)

    @cached_property
    def db(self) -> str:
        """Where the database is: --db, else CASELOAD_DB, else config.toml, else the XDG data folder."""
        return paths.database_path(self.options.db, self.environ, self.config.database)

    @property
    def path(self) -> "Path":
        """The same as a `Path`, which takes time to load."""
        from pathlib import Path

        return Path(self.db)

    @cached_property
    def state_dir(self) -> str:
        """Where the digest's memory and kept drafts are."""
        return paths.state_dir(self.environ)

    @cached_property
    def zone(self) -> tzinfo | None:
        """The zone of wall-clock times; None is the system's. Raises Invalid for a TZ that is none."""
        if self.config.timezone is None and self.environ.get("TZ"):
            from caseload.when.zones import check_tz

            check_tz(self.environ)
        return config.zone(self.config)

    @cached_property
    def moment(self) -> datetime:
        """This run's moment, with its zone: the last minute of the day of --as-of, else the clock's."""
        if self.as_of is None:
            return self._clock
        return (day_ends(self.as_of, self.zone) - timedelta(minutes=1)).astimezone(self.zone)

    @cached_property
    def as_of(self) -> date | None:
        """The past day whose end is looked back to; None for now. Raises Invalid for one that is not over."""
        if self.options.as_of is None:
            return None
        from caseload.when.grammar import parse_day_over

        now, config = self._clock.replace(tzinfo=None), self.config
        return parse_day_over(self.options.as_of, now, date_order=config.date_order, workdays=config.workdays)

    @cached_property
    def _clock(self) -> datetime:
        """The moment that it is, with its zone: CASELOAD_NOW if it is set, else the clock's."""
        told = self.environ.get("CASELOAD_NOW")
        return told_now(told, self.zone) if told else datetime.now(self.zone or UTC).astimezone(self.zone)

    @cached_property
    def now(self) -> datetime:
        """This run's moment on the user's wall clock, without a zone."""
        return self.moment.replace(tzinfo=None)

    @property
    def today(self) -> date:
        """The user's day."""
        return self.now.date()

    @overload
    def when(self, text: str) -> When: ...
    @overload
    def when(self, text: str | None) -> When | None: ...
    def when(self, text: str | None) -> When | None:
        """The day, perhaps with a time, that was typed; ahead of now where there is a choice."""
        return None if text is None else self._typed(text)

    @overload
    def day(self, text: str) -> date: ...
    @overload
    def day(self, text: str | None) -> date | None: ...
    def day(self, text: str | None) -> date | None:
        """The day that was typed, ahead of today where there is a choice."""
        if text is None:
            return None
        from caseload.when.grammar import parse_day

        return parse_day(text, self.now, date_order=self.config.date_order, workdays=self.config.workdays)

    def fact_when(self, text: str | None) -> When | None:
        """When something took place: behind now where there is a choice; raises Invalid for the future."""
        return None if text is None else refuse_ahead(self._typed(text, past=True), self.now, text)

    def fact_day(self, text: str | None) -> date | None:
        """The day something took place; raises Invalid for a day to come."""
        if text is None:
            return None
        from caseload.when.grammar import parse_day

        found = parse_day(text, self.now, past=True, date_order=self.config.date_order, workdays=self.config.workdays)
        return refuse_ahead(When(found), self.now, text).day

    def moment_of(self, text: str | None) -> datetime:
        """Now, or the first moment of a day that was typed."""
        day = self.day(text)
        return self.now if day is None else When(day).starts()

    @overload
    def range(self, text: str) -> "Range": ...
    @overload
    def range(self, text: str | None) -> "Range | None": ...
    def range(self, text: str | None) -> "Range | None":
        """The days that were typed as a range."""
        if text is None:
            return None
        from caseload.when.ranges import parse_range

        return parse_range(text, self.today, self.config.date_order, self.config.workdays)

    def _typed(self, text: str, *, past: bool = False) -> When:
        from caseload.when.grammar import parse_when

        return parse_when(text, self.now, past=past, date_order=self.config.date_order, workdays=self.config.workdays)

    @cached_property
    def stamp(self) -> str:
        """This run's moment in UTC, as records keep it."""
        return self.moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    @cached_property
    def store(self) -> "Store":
        """The database, open; raises Unusable where there is none or it cannot be used."""
        from caseload.store import damage
        from caseload.store.core import Store
        from caseload.store.opening import looseness, open_existing

        self.unlock(self.db)
        connection = open_existing(self.db, self.tell)
        if warning := looseness(self.db):
            self.tell(warning)
        if warning := damage.warning(self.db):
            warn(self.terminal, warning)
        store = Store(connection, self.stamp, self.config.sender.name)
        if self.as_of is not None:
            from caseload.store.as_of import looked_back

            store = looked_back(connection, self.as_of, self.zone, self.stamp, self.tell)
        if self.asked.reveal:
            from caseload.reports.revealed import note

            note(self, store, None)
        return store

    @cached_property
    def passphrases(self) -> "Passphrases":
        """Those that this run is given, or can ask for."""
        from caseload.unlocking import Passphrases

        return Passphrases(self.environ, partial(hidden, self.terminal, self.inp) if self.interactive else None)

    def unlock(self, path: "str | Path", *, anew: bool = False) -> None:
        """Have the key of an encrypted file, `anew` if it is kept too; raises Unusable where nothing opens it."""
        from caseload.store.driver import is_locked

        if is_locked(path):
            self.passphrases.unlock(path, anew=anew)

    @contextmanager
    def step(self, *, bulk: bool = False, again: int | None = None, origin: str = "") -> Iterator["Store"]:
        """The store inside one step: all that the block writes is stored when it ends, or nothing; see Store.step."""
        from caseload.actions.settling import settle

        if line := self.clock_behind():
            self.tell(line)
        with self.store.step(self.command, bulk=bulk, dry_run=self.dry_run, again=again, origin=origin) as operation:
            yield self.store
            self.followed += settle(self.store, operation, bulk=bulk)
            if self.store.holds("step"):
                from caseload.actions.anchoring import follow, lines

                self.followed += lines(follow(self.anchors, everyone=bulk), self.now)
            while self.at_end:
                self.at_end.pop(0)()

    def clock_behind(self, *, any_step: bool = False) -> str:
        """What `said_behind` says of the last step, or of the one of the latest moment."""
        return said_behind(self.store.latest if any_step else self.store.newest, self.moment)

    @property
    def anchors(self) -> "Anchors":
        """What the dates of checklists go by."""
        from caseload.actions.checklists import Anchors

        review = next(one for one in self.rules if one.name == "plan-review")
        return Anchors(self.store, self.today, self.config.workdays, review.terms)

    def tell_followed(self) -> None:
        """Tell what followed from what was stored, once."""
        while self.followed:
            self.tell(self.followed.pop(0))

    @property
    def stored(self) -> str | None:
        """The operation that this run has stored, as history tells it; None where nothing is stored."""
        if "store" not in self.__dict__ or (number := self.store.stored) is None:
            return None
        from caseload.store.operations import told

        return told(self.path, number) or f"{number}: {self.command}"

    def close(self, *, ends: bool = False) -> None:
        """Say what lists have left out, and let go of the file; see Store.close."""
        if "store" in self.__dict__:
            self.tell_followed()
            if line := self.store.left_out():
                warn(self.terminal, line)
            self.store.close(ends=ends)

    @property
    def dry_run(self) -> bool:
        """Whether nothing will be stored."""
        return self.asked.dry_run

    @property
    def form(self) -> Format:
        """The format to write in: the one asked for, else what the place where the output goes takes best."""
        return format_for(self.asked.format, self.terminal.is_tty)

    @property
    def interactive(self) -> bool:
        """Whether there is someone at a terminal who may be asked."""
        return self.inp.isatty() and self.terminal.err.isatty() and not self.options.no_input

    @contextmanager
    def into(self, *, own: bool = False, said: str = "") -> Iterator[None]:
        """The block's records go to the new file that -o names, whole or not at all, and to stdout otherwise.

        Its ending names the format unless a flag does; raises Invalid where neither does, unless the command writes a
        form of its `own`. `said` is told of what was written.
        """
        if self.asked.output in STDOUT:
            yield
            return
        from caseload.output.files import new_file

        place = self.new(str(self.asked.output))
        place.check()
        self.asked.format = self.asked.format or FILES.get(place.path.suffix[1:].lower())
        if self.asked.format is None and not own:
            accepted = f".{', .'.join(FILES)}, or a flag such as --csv"
            raise Invalid("does not say which format", accepted, typed=self.asked.output, field="-o")
        with new_file(place) as file:
            stdout, self.terminal = self.terminal, self.terminal.into(file)
            try:
                yield
            finally:
                self.terminal = stdout
        mode = "" if place.is_straight else " (mode 0600)"
        self.tell(f"wrote {self.asked.output}{mode}{said and f': {said}'}")

    def new(self, path: "str | Path") -> "Place":
        """A place for a new file, which spares what this run lives on: database, config.toml, what it reads."""
        from pathlib import Path

        from caseload.output.files import Place

        beside = {Path(f"{self.path}{end}"): "a file of the database" for end in ("-journal", "-wal", "-shm")}
        kept = {self.path: "the database", **beside, **paths.own_files(self.environ)}
        kept |= {Path("/dev/stdin"): "what stdin reads"} | self.reading
        return Place(Path(path), self.asked.force, kept)

    def tell(self, line: str) -> None:
        """A line for the person, on stderr; nothing with --quiet."""
        tell(self.terminal, spoken(line, at_terminal=True))

    def did(self, *parts: str | None, back: str = "undo: caseload undo") -> None:
        """The confirmation of a write: what was understood, and how to take it back."""
        store = vars(self).get("store")  # gone after a dry run of what makes a database
        back = (store and store.stays) or back
        last = "nothing changed" if store and not store.wrote else "" if self.dry_run else back
        self.tell(("dry run, nothing is written: " if self.dry_run else "") + " · ".join(filter(None, (*parts, last))))

    def gave(self, ref: str) -> None:
        """The id of what was added, on stdout where a program reads it; a dry run gives none."""
        if not self.terminal.is_tty and not self.dry_run:
            stream(self.terminal, [f"{ref}\n"])

    def confirm(self, question: str, flag: str) -> None:
        """Go on only with a yes; raises Invalid naming the `flag` that says so where nobody can be asked."""
        if not self.interactive:
            raise Invalid("needs a yes, and there is nobody to ask", f"add {flag}", field=question)
        warn(self.terminal, spoken(f"{question} [y/N]", at_terminal=True))
        if self.inp.readline().strip().lower() not in ("y", "yes"):
            raise Refused("nothing was changed")
