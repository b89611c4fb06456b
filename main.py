"""QDBench: the composition root and the command line. The only place that knows every room.

Exit codes: 0 success, 1 a negative answer (tampered, not read, a device failed), 2 bad usage or bad input.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict
from datetime import UTC, datetime
from getpass import getpass
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

from workstation import terminal
from workstation.commands import lines
from workstation.commands.given import some_file, some_path
from workstation.commands.station import Station, told
from workstation.commands.table import COMMANDS, Command, add_account_options, add_options
from workstation.endings import HEARD_S, Ended, end_signals, leave
from workstation.errors import (
    Cancelled,
    CaptureError,
    ConfigurationError,
    DeviceError,
    WorkstationError,
)
from workstation.messages import explain, sentence
from workstation.software import VERSION
from workstation.vocabulary import LANGUAGES
from workstation.whole_file import Kind, write_whole

if TYPE_CHECKING:
    from workstation.accounts.roles import Actor
    from workstation.accounts.store import Accounts
    from workstation.accounts.token_uri import KeySource
    from workstation.cases.encryption import Key
    from workstation.cases.exports import Export
    from workstation.cases.seals import TimeStamper
    from workstation.cases.store import CaseFile
    from workstation.devices import Bench
    from workstation.reports.keys import SigningPolicy
    from workstation.specimens.library import Library
    from workstation.workbench import Workbench

USER_DATA = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "qdbench"
USER_CONFIG = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "qdbench"
CASES = Path.home() / "QDBench"


# ---------------------------------------------------------------------- wiring


BENCHES = {"simulated": "simulated[:SCENE]", "bench": "bench[:CONFIG.toml]"}
SOURCES = {"folder": "folder:DIR"} | BENCHES


def demand_source(name: str, known: dict[str, str]) -> tuple[str, str]:
    """Kind of a source and what follows its colon.

    Raises
    ------
    WorkstationError
        ``source-unknown``.
    """
    kind, colon, rest = name.partition(":")
    if kind not in known or (not rest and (colon or "[" not in known[kind])):
        raise WorkstationError("source-unknown", source=name, known=", ".join(known.values()))
    return kind, rest


def open_source(name: str) -> Bench:
    """Bench that ``simulated[:SCENE]`` or ``bench[:CONFIG.toml]`` names."""
    from drivers.bench import open_bench, simulated_bench
    from drivers.configuration import load_bench
    from workstation.clock import SystemClock

    kind, rest = demand_source(name, BENCHES)
    if kind == "simulated":
        return simulated_bench(rest or None, SystemClock()).bench
    return open_bench(load_bench(some_file(rest) if rest else USER_CONFIG / "bench.toml"), SystemClock())


def open_library() -> Library:
    """The shipped specimens and the user's own."""
    from workstation.resources import RESOURCES
    from workstation.specimens.library import Library

    return Library([RESOURCES / "specimens", USER_DATA / "specimens"])


def open_accounts() -> Accounts:
    """Who may sign in at this station."""
    from workstation.accounts.store import Accounts
    from workstation.clock import SystemClock

    return Accounts(USER_DATA / "accounts.sqlite", SystemClock())


def configured_signing() -> SigningPolicy:
    """Time-stamp server and authorities of ``signing.toml``."""
    from workstation.reports.keys import load_policy

    return load_policy(USER_CONFIG / "signing.toml")


def open_stamper() -> TimeStamper | None:
    """Time-stamp server of ``signing.toml``; None where none is named."""
    from workstation.cases.time_stamps import TimeStampServer
    from workstation.reports.keys import load_policy

    url = load_policy(USER_CONFIG / "signing.toml").time_stamp_url
    return TimeStampServer(url) if url else None


def open_station() -> Station:
    """What commands about accounts, cases and reviews work with."""
    from workstation.clock import SystemClock

    return Station(open_accounts(), SystemClock(), read_passphrase, open_stamper)


def open_workbench(
    source: str, *, actor: str = "", cases_dir: Path = CASES, accounts: Accounts | None = None
) -> Workbench:
    """Everything wired together."""
    from workstation.clock import SystemClock
    from workstation.workbench import Workbench

    return Workbench(
        accounts=accounts,
        stamper=open_stamper() if accounts else None,
        bench=open_source(source),
        library=open_library(),
        clock=SystemClock(),
        cases_dir=cases_dir,
        actor=actor,
        calibrations_dir=USER_DATA / "calibrations",
        certificates_dir=USER_DATA / "certificates",
        encrypts_new_cases=encrypts_new_cases(),
        signing_policy=configured_signing,
    )


# ---------------------------------------------------------------------- commands


def window(arguments: argparse.Namespace) -> int:
    """Open the window."""
    if arguments.bench is not None:
        demand_source(arguments.bench, BENCHES)
    if sys.platform == "linux" and not {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"} & os.environ.keys():
        raise WorkstationError("no-screen")
    try:
        from PySide6.QtCore import QCoreApplication

        from ui.app import run
    except ModuleNotFoundError as error:
        if error.name != "PySide6":
            raise
        raise WorkstationError("window-not-installed") from error
    source = arguments.bench or ("bench" if (USER_CONFIG / "bench.toml").exists() else "simulated")
    return run(
        lambda: open_workbench(source, accounts=open_accounts()),
        language=arguments.lang,
        case=arguments.case,
        after_shown=QCoreApplication.quit if arguments.exit_when_shown else None,
    )


def examine(arguments: argparse.Namespace) -> int:
    """The main job without hands: capture, check, write the case file and the PDF."""
    from workstation import unattended

    kind, rest = demand_source(arguments.source, SOURCES)
    job = unattended.Job(
        case=arguments.case,
        report=arguments.report,
        language=arguments.lang,
        folder=Path(rest) if kind == "folder" else None,
        page=arguments.page,
        px_per_mm=arguments.px_per_mm,
        case_no=arguments.case_no,
        examiner=arguments.examiner,
        specimen=arguments.specimen or "",
        key=key_of_new_case(arguments),
        again=kind != "bench",
    )
    unattended.demand_possible(job, open_library())
    bench = open_workbench("simulated" if kind == "folder" else arguments.source, actor=arguments.examiner)
    result = unattended.examine(job, bench)
    show(result, arguments, terminal.examined)
    return 1 if result["error"] else 0


def key_of_new_case(arguments: argparse.Namespace) -> Key | None:
    """Key of the case that is to be made; None where it is not to be encrypted."""
    from workstation.commands.encryption import new_key

    if arguments.encrypted or encrypts_new_cases():
        return new_key(arguments, arguments.key_file, "--key-file")
    return None


def encrypts_new_cases() -> bool:
    """What ``cases.toml`` of this station says."""
    from workstation.cases import encryption

    return encryption.encrypts_new_cases(USER_CONFIG / "cases.toml")


def verify(arguments: argparse.Namespace) -> int:
    """Check every hash and the whole chain; name what does not hold."""
    from workstation.cases.verify import verify as verify_case

    head = "".join((arguments.head or "").split()).lower()
    if arguments.head is not None and not re.fullmatch("[0-9a-f]{64}", head):
        raise WorkstationError("chain-head-form", head=arguments.head)
    verification = verify_case(arguments.case, head)
    found: dict[str, Any] = {
        "intact": verification.intact,
        "problems": [{"what": each.what, "where": each.where} for each in verification.problems],
    }
    if verification.seals:
        found["seals"] = [told(each) for each in verification.seals]
    if verification.purged:
        found["purged"] = True
    if head:
        found["link"] = asdict(verification.link) if verification.link else None
    if arguments.report is not None:
        found["report"] = verify_printed(arguments)
    elif arguments.trust is not None:
        raise WorkstationError("report-trust-alone")
    show(found, arguments, terminal.verified)
    return 0 if verification.intact and found.get("report", {"holds": True})["holds"] else 1


def verify_printed(arguments: argparse.Namespace) -> dict[str, Any]:
    """What ``verify --report`` finds in the PDF."""
    from workstation.clock import SystemClock
    from workstation.identifiers import stored_time
    from workstation.reports.keys import load_certificates
    from workstation.reports.verify import verify_report_file

    roots = load_certificates(arguments.trust) if arguments.trust else ()
    found = verify_report_file(arguments.case, arguments.report, clock=SystemClock(), roots=roots)
    told: dict[str, Any] = {"holds": found.holds, **asdict(found)}
    for each in told["signatures"] or ():
        for key in ("claimed_at", "stamped_at"):
            each[key] = stored_time(each[key].astimezone(UTC)) if each[key] else None
    return told


def replay(arguments: argparse.Namespace) -> int:
    """Make every kept view of a case, or an exported picture, again from the originals; name what differs."""
    from workstation.clock import SystemClock
    from workstation.exported_views import exported_view
    from workstation.kept_views import replay_case

    views = None if arguments.picture is None else [exported_view(arguments.picture)]
    done = replay_case(arguments.case, open_library(), SystemClock(), views)
    rows = [
        {
            "recipe": each.kept.recipe_id,
            "title": each.kept.title,
            "same": each.same,
            "kept_with": each.kept.software,
            "replayed_with": each.software,
            "problem": explain(each.problem, arguments.lang) if each.problem else None,
        }
        for each in done
    ]
    show({"same": all(each.same for each in done), "views": rows}, arguments, terminal.replayed)
    return 0 if all(each.same for each in done) else 1


def report(arguments: argparse.Namespace) -> int:
    """The PDF again from frozen data."""
    from workstation.cases.exports import Export
    from workstation.cases.store import CaseFile
    from workstation.clock import SystemClock
    from workstation.reports.signed_report import demand_unsigned

    if arguments.sign is not None or arguments.role is not None:
        return sign_report(arguments)
    demand_unsigned(arguments.out)
    clock = SystemClock()
    actor = open_station().acting(arguments)
    with CaseFile.open(arguments.case, clock=clock, actor=actor, read_only=True) as case:
        pdf = print_report(case, arguments.lang, clock.now(), sheet=arguments.sheet)
    write_exported(arguments.case, arguments.out, pdf, Export.REPORT, actor, arguments.lang, language=arguments.lang)
    show({"report": str(arguments.out)}, arguments, terminal.reported)
    return 0


def write_exported(
    case: Path, path: Path, data: bytes, what: Export, actor: Actor, told_in: str, **facts: int | str
) -> None:
    """Write a file made of a case, and an event of the case that says so; says why where the case takes none."""
    from workstation.captures import sha256_hex
    from workstation.cases.exports import Export, note_export_of
    from workstation.clock import SystemClock

    kinds = {Export.CHECKS: Kind.CHECK_LOG, Export.STATISTICS: Kind.STATISTICS, Export.CASE_UCO: Kind.CASE_UCO}
    write_whole(path, data, kinds.get(what, Kind.REPORT))
    why = note_export_of(case, what, sha256_hex(data), clock=SystemClock(), actor=actor, **facts)
    if why is not None:
        code = "said-report-not-logged" if what is Export.REPORT else "said-no-entry"
        say([sentence(code, {"reason": explain(why, told_in)}, told_in)], sys.stderr)


def print_report(case: CaseFile, language: str, printed_at: datetime, *, sheet: bool = False) -> bytes:
    """The PDF of an open case."""
    from workstation.cases.exports import exports_of
    from workstation.reports.report import make_report

    snapshot = case.snapshot()
    return make_report(
        snapshot,
        original=lambda record: case.original(record.sha256),
        library=open_library(),
        language=language,
        printed_at=printed_at,
        sheet=sheet,
        exports=exports_of(case, snapshot),
    )


def sheet(arguments: argparse.Namespace) -> int:
    """Every light on one sheet: the questioned document over the specimen, same crop, same scale."""
    from workstation.cases.exports import Export
    from workstation.cases.store import CaseFile
    from workstation.clock import SystemClock
    from workstation.reports.report import make_sheet
    from workstation.reports.signed_report import demand_unsigned

    demand_unsigned(arguments.out)
    clock = SystemClock()
    actor = open_station().acting(arguments)
    with CaseFile.open(arguments.case, clock=clock, actor=actor, read_only=True) as case:
        pdf = make_sheet(
            case.snapshot(),
            original=lambda record: case.original(record.sha256),
            library=open_library(),
            language=arguments.lang,
            printed_at=clock.now(),
            finding=arguments.finding,
        )
    write_exported(arguments.case, arguments.out, pdf, Export.SHEET, actor, arguments.lang, language=arguments.lang)
    show({"sheet": str(arguments.out)}, arguments, terminal.sheet_made)
    return 0


def checks(arguments: argparse.Namespace) -> int:
    """What the machine checks of a case say, the worst first; --xml writes them as a log."""
    from dataclasses import asdict

    from workstation.cases.exports import Export
    from workstation.cases.store import CaseFile
    from workstation.checks.judged import judged, worst_first
    from workstation.checks.xml_log import check_log
    from workstation.clock import SystemClock

    clock = SystemClock()
    actor = open_station().acting(arguments)
    with CaseFile.open(arguments.case, clock=clock, actor=actor, read_only=True) as case:
        snapshot = case.snapshot()
    if arguments.xml is not None:
        log = check_log(snapshot, clock.now(), personal=arguments.personal)
        write_exported(
            arguments.case, arguments.xml, log, Export.CHECKS, actor, arguments.lang, personal=int(arguments.personal)
        )
    told = [asdict(each.result) for each in worst_first(judged(snapshot.checks))]
    told += [asdict(each.overruled) for each in judged(snapshot.checks) if each.overruled is not None]
    show({"checks": told, "xml": str(arguments.xml or "")}, arguments, terminal.checks_of)
    return 0


def statistics(arguments: argparse.Namespace) -> int:
    """Count what was found, without anything personal: a record of each exhibit of a case or a folder of cases."""
    from workstation.cases.exports import Export
    from workstation.cases.queue import case_files
    from workstation.cases.store import CaseFile
    from workstation.clock import SystemClock
    from workstation.copies.statistics import Record, rare, records, to_csv, to_json

    clock, actor = SystemClock(), open_station().acting(arguments)
    paths = case_files(arguments.cases) if arguments.cases.is_dir() else (arguments.cases,)
    counted: list[Record] = []
    left_out: list[str] = []
    for path in paths:
        try:
            with CaseFile.open(path, clock=clock, actor=actor, read_only=True) as case:
                counted += records(case.snapshot())
        except WorkstationError as error:
            if len(paths) == 1:
                raise
            left_out.append(f"{path.name}: {explain(error, arguments.lang)}")
    form = to_csv if arguments.out.suffix.lower() == ".csv" else to_json
    if arguments.cases.is_dir():
        write_whole(arguments.out, form(counted), Kind.STATISTICS)
    else:
        told = len(counted)
        write_exported(paths[0], arguments.out, form(counted), Export.STATISTICS, actor, arguments.lang, records=told)
    result = {
        "statistics": str(arguments.out),
        "records": len(counted),
        "rare": rare(counted),
        "left_out": left_out,
    }
    show(result, arguments, terminal.counted)
    return 0


def case_uco(arguments: argparse.Namespace) -> int:
    """Captures, their hashes and the actions of a case as CASE/UCO JSON-LD, without anything personal."""
    from workstation.cases.exports import Export
    from workstation.cases.store import CaseFile
    from workstation.clock import SystemClock
    from workstation.copies.case_uco import case_uco as described

    actor = open_station().acting(arguments)
    with CaseFile.open(arguments.case, clock=SystemClock(), actor=actor, read_only=True) as case:
        data = described(case.snapshot())
    write_exported(arguments.case, arguments.out, data, Export.CASE_UCO, actor, arguments.lang)
    show({"written": str(arguments.out)}, arguments, terminal.written)
    return 0


def redact(arguments: argparse.Namespace) -> int:
    """A folder for colleagues elsewhere: every picture with personal data masked, a sheet, an index."""
    from workstation.commands.redact import redact as copied

    show(copied(open_station(), open_library(), arguments), arguments, lines.redacted)
    return 0


def sign_report(arguments: argparse.Namespace) -> int:
    """Print and sign as the examiner, or add the supervisor's signature to what the examiner signed."""
    from workstation.accounts.key_sources import Asked, question_of
    from workstation.cases.store import CaseFile
    from workstation.clock import SystemClock
    from workstation.reports.keys import demand_installed, load_policy, open_key
    from workstation.reports.signed_report import countersign, sign_new
    from workstation.reports.signing import Role

    if arguments.sign is None or arguments.role is None:
        raise WorkstationError("signing-role-needed")
    demand_installed()
    clock, role = SystemClock(), Role(arguments.role)
    policy = load_policy(USER_CONFIG / "signing.toml")

    def ask(of: Asked) -> str:
        return read_passphrase(arguments.passphrase_from, question_of(of, arguments.lang))

    actor = open_station().acting(arguments)
    with (
        CaseFile.open(arguments.case, clock=clock, actor=actor) as case,
        open_key(arguments.sign, ask, clock.now()) as key,
    ):
        if role is Role.EXAMINER:
            sign_new(
                case,
                arguments.out,
                lambda: print_report(case, arguments.lang, clock.now(), sheet=arguments.sheet),
                key,
                clock=clock,
                language=arguments.lang,
                policy=policy,
            )
        else:
            if case.actor.is_account:
                case.reviews.demand_release()
            countersign(case, arguments.out, key, clock=clock, policy=policy)
    signed = {"name": key.name, "role": role, "certificate_sha256": key.fingerprint}
    show({"report": str(arguments.out), "signed": signed}, arguments, terminal.reported)
    return 0


def read_passphrase(source: str, of: str) -> str:
    """Passphrase from the terminal, ``fd:NUMBER`` or ``env:NAME``; it never stands on a command line.

    Raises
    ------
    WorkstationError
        ``signing-passphrase``.
    """
    kind, _, name = source.partition(":")
    try:
        if kind == "env":
            return os.environ[name]
        if kind == "fd":
            with open(int(name), encoding="utf-8", closefd=False) as stream:
                return stream.readline().rstrip("\r\n")
        if source == "terminal" and sys.stdin.isatty():
            return getpass(f"{of}: ", sys.stderr)
    except (KeyError, ValueError, OSError, EOFError) as error:
        raise WorkstationError("signing-passphrase", source=source) from error
    raise WorkstationError("signing-passphrase", source=source)


def run_case_command(member: Command) -> Callable[[argparse.Namespace], int]:
    """A command of the table of ``workstation.commands``."""

    def run_it(arguments: argparse.Namespace) -> int:
        show(member.run(open_station(), arguments), arguments, getattr(lines, member.shows))
        return 0

    run_it.__doc__ = member.run.__doc__
    return run_it


def devices_list(arguments: argparse.Namespace) -> int:
    """What is attached."""
    from drivers.cameras.found import found_cameras
    from drivers.registry import KINDS, list_ports

    found = {
        "ports": [asdict(each) for each in list_ports()],
        "cameras": [asdict(each) for each in found_cameras()],
        "kinds": {name: kind.title for name, kind in KINDS.items()},
    }
    show(found, arguments, terminal.attached)
    return 0


def devices_probe(arguments: argparse.Namespace) -> int:
    """Ask a port who it is."""
    from drivers.registry import KINDS, probe

    kinds = (arguments.kind,) if arguments.kind else tuple(KINDS)
    identity = probe(arguments.port, kinds)
    show(asdict(identity), arguments, terminal.identity)
    return 0


def devices_simulate(arguments: argparse.Namespace) -> int:
    """Put a simulator behind a pty and print its port; runs until interrupted."""
    from drivers.registry import KINDS, LIGHTS, serve
    from drivers.simulators import level_changes

    known = LIGHTS if arguments.levels else KINDS
    if arguments.kind not in known:
        raise WorkstationError("device-kind-unknown", kind=arguments.kind, kinds=", ".join(known))
    simulator = LIGHTS[arguments.kind].simulator() if arguments.levels else None
    host = serve(arguments.kind, simulator)
    try:
        show({"kind": arguments.kind, "port": host.address}, arguments, terminal.simulated)
        sys.stdout.flush()
        for levels in level_changes(simulator) if simulator else ():
            at = datetime.now(UTC).isoformat(timespec="milliseconds")
            show({"at": at, "levels": levels}, arguments, terminal.levels)
            sys.stdout.flush()
        while True:
            threading.Event().wait(HEARD_S)
    except KeyboardInterrupt:
        pass
    finally:
        host.close()
    return 0


def specimens_list(arguments: argparse.Namespace) -> int:
    """The reference library, a line a model."""
    library = open_library()
    rows = [
        {"model": each.model_id, "name": each.names[arguments.lang], "format": each.mrz_format,
         "pages": list(each.pages), "lights": sorted({picture.light for picture in each.pictures})}
        for each in library.models()
    ]  # fmt: skip
    show(rows, arguments, terminal.specimen_list)
    for each in library.problems():
        say([each.text(arguments.lang)], sys.stderr)
    return 0


def specimens_show(arguments: argparse.Namespace) -> int:
    """One model: its pictures and what to look for."""
    model = open_library().model(arguments.model)
    row = {
        "model": model.model_id,
        "name": model.names[arguments.lang],
        "size_mm": list(model.size_mm),
        "format": model.mrz_format,
        "source": model.source,
        "licence": model.licence,
        "pictures": [
            {"page": each.page, "light": each.light, "px_per_mm": each.px_per_mm, "sha256": each.sha256}
            for each in model.pictures
        ],
        "features": [
            {"feature": each.feature, "page": each.page, "lights": list(each.lights), "level": each.level,
             "region_mm": list(each.region_mm), "expected": each.expected[arguments.lang]}
            for each in model.features
        ],
    }  # fmt: skip
    show(row, arguments, terminal.specimen)
    return 0


def benchmark_cycle() -> list[dict[str, Any]]:
    """Wall time of a full simulated capture over the sum of its settle and exposure times."""
    from drivers.benchmark_bench import THROUGH, wheel_bench
    from workstation.acquisition.benchmark import cycle
    from workstation.clock import SystemClock
    from workstation.unattended import start_devices
    from workstation.workbench import Workbench

    bench = open_workbench("simulated")
    try:
        start_devices(bench)
        rows = cycle(bench.bench)
    finally:
        bench.shutdown()
    with wheel_bench(SystemClock()) as (turning, travelled_ms):
        bench = Workbench(bench=turning, library=open_library(), clock=SystemClock(), cases_dir=CASES)
        try:
            start_devices(bench)
            return rows + cycle(turning, through=THROUGH, travelled_ms=travelled_ms)
        finally:
            bench.shutdown()


def benchmark_devices() -> list[dict[str, Any]]:
    """Round trip of a command through driver and session, beside its bytes through pyserial alone."""
    from drivers.benchmark import devices

    return devices()


def benchmark_start() -> list[dict[str, Any]]:
    """Time to a shown window against a bare PySide6 window."""
    from ui.benchmark import start

    return start(Path(__file__))


def benchmark_report() -> list[dict[str, Any]]:
    """A case of ten pages to PDF."""
    from workstation.reports.benchmark import run

    return run()


def benchmark_register(trials: int | None = None) -> list[dict[str, Any]]:
    """Known motions of real and simulated pages, found by registration and by its peers."""
    from drivers.simulation.benchmark import pairs
    from workstation.imaging.benchmark_register import TRIALS, run

    real = Path(__file__).resolve().parent.parent / "shared" / "data"
    return run(real if real.is_dir() else None, pairs(), trials or TRIALS)


def benchmark_viewer(*, large: bool = True) -> list[dict[str, Any]]:
    """Time of a frame, quality of a reduced picture, and twelve lights of 50 Mpx."""
    from ui.viewer.benchmark import viewer
    from ui.viewer.benchmark_lights import lights

    return viewer() + (lights(open_workbench) if large else [])


def benchmark_spectra() -> list[dict[str, Any]]:
    """Lights ranked for two regions, and all of them in false colour."""
    from workstation.imaging.benchmark_spectra import spectra

    return spectra()


def benchmark_checks(genuine: int = 1000, attack: int = 100, *, resume: Path | None = None) -> list[dict[str, Any]]:
    """How often the taught checks err on simulated documents, and how long they take."""
    from drivers.simulation.benchmark_checks import checks

    real = Path(__file__).resolve().parent.parent / "shared" / "data"
    return checks(genuine, attack, resume=resume, real_data=real, tell=told_so_far)


def told_so_far(done: int, of: int) -> None:
    """How far a long measurement is, on a screen that somebody looks at."""
    if sys.stderr.isatty():
        print(f"\r{done} / {of}", end="\n" if done == of else "", file=sys.stderr, flush=True)


def benchmark_mrz(rendered: int = 200) -> list[dict[str, Any]]:
    """Zones read from rendered and from real pictures, beside whatever peers are installed."""
    from workstation.documents.reading.benchmark import mrz

    return mrz(rendered)


def benchmark_visual_zone(copies: int = 20) -> list[dict[str, Any]]:
    """Printed values read from simulated documents, right, wrong or not at all."""
    from drivers.simulation.benchmark_visual_zone import visual_zone

    return visual_zone(copies)


def benchmark_case(megabytes: int = 1000) -> list[dict[str, Any]]:
    """Saving, verifying, opening and queueing case files; 10,000 megabytes where the disk has room."""
    from workstation.accounts.roles import at_station
    from workstation.cases.benchmark import case
    from workstation.cases.benchmark_encryption import encryption

    return case(at_station("benchmark"), megabytes) + encryption()


BENCHMARKS: dict[str, Callable[[], list[dict[str, Any]]]] = {
    "cycle": benchmark_cycle,
    "devices": benchmark_devices,
    "start": benchmark_start,
    "report": benchmark_report,
    "register": benchmark_register,
    "viewer": benchmark_viewer,
    "spectra": benchmark_spectra,
    "checks": benchmark_checks,
    "mrz": benchmark_mrz,
    "visual": benchmark_visual_zone,
    "case": benchmark_case,
}
FEW_CHECKED = (12, 2)
QUICK: dict[str, Callable[[], list[dict[str, Any]]]] = {
    "register": lambda: benchmark_register(8),
    "viewer": lambda: benchmark_viewer(large=False),
    "checks": lambda: benchmark_checks(*FEW_CHECKED),
    "mrz": lambda: benchmark_mrz(24),
    "visual": lambda: benchmark_visual_zone(2),
    "case": lambda: benchmark_case(50),
}
"""A first look, in a tenth of the time."""


def mrz(arguments: argparse.Namespace) -> int:
    """Read the machine readable zone of picture files. Exit 1 where one was not read: a guess is never printed."""
    from workstation.documents.reading.files import facts, read_file

    codes = [0]
    for path in arguments.images:
        try:
            told = facts(read_file(some_file(path)), cells=arguments.cells)
        except WorkstationError as error:
            complain(error, arguments.lang, arguments.json)
            codes.append(2)
            continue
        show(told, arguments, terminal.zone_read)
        codes.append(0 if told["lines"] else 1)
    return max(codes)


def benchmark(arguments: argparse.Namespace) -> int:
    """The project's own measurements, peers beside them in the same run."""
    unknown = [name for name in arguments.names if name not in BENCHMARKS]
    if unknown:
        raise WorkstationError("benchmark-unknown", name=unknown[0], names=", ".join(BENCHMARKS))
    chosen = BENCHMARKS | QUICK if arguments.quick else BENCHMARKS
    if arguments.resume:
        few = FEW_CHECKED if arguments.quick else ()
        chosen = chosen | {"checks": lambda: benchmark_checks(*few, resume=arguments.resume)}
    if arguments.megabytes:
        chosen = chosen | {"case": lambda: benchmark_case(arguments.megabytes)}
    rows = [row for name in arguments.names or BENCHMARKS for row in chosen[name]()]
    show(rows, arguments, terminal.measured)
    return 0


# ---------------------------------------------------------------------- command line


def show(result: Any, arguments: argparse.Namespace, lines: Callable[[Any, str], Iterable[str]]) -> None:
    """Print a result for people or for programs."""
    if arguments.json:
        print(terminal.harmless_json(result))
    else:
        say(lines(result, arguments.lang), sys.stdout)


def say(lines: Iterable[str], stream: TextIO) -> None:
    """Print lines; the only place where text for people leaves the program."""
    for line in lines:
        print(terminal.harmless(line), file=stream)


def complain(error: WorkstationError, language: str, as_json: bool) -> None:
    """Say in one line on stderr why the command was refused or failed."""
    message = explain(error, language)
    if as_json:
        print(terminal.harmless_json({"error": error.code, "message": message}), file=sys.stderr)
    else:
        say([f"qdbench: {message}"], sys.stderr)


def case_megabytes(text: str) -> int:
    """Length of the case that is measured: of a thousand captures, each has to hold its own number."""
    if not 1 <= (megabytes := int(text)) <= 1_000_000:
        raise ValueError
    return megabytes


class Parser(argparse.ArgumentParser):
    """Argparse that refuses as every other part of the program does."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong in one line."""
        raise WorkstationError("usage", command=self.prog, reason=message)


def some_key(text: str) -> KeySource:
    """A key file that was given, or a key on a card."""
    from workstation.accounts.token_uri import key_source

    some_path(text)
    return key_source(text)


def parser() -> argparse.ArgumentParser:
    """Every command with its options. ``--lang`` may stand before the command and after it."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--json", action="store_true", help="print JSON")
    common.add_argument(
        "--key-file",
        type=some_path,
        metavar="FILE",
        help="of an encrypted case: its key is the first line; otherwise it is asked for",
    )
    common.add_argument("--lang", choices=LANGUAGES, default=argparse.SUPPRESS, help="language of texts and report")

    top = Parser(prog="qdbench", description="A workstation for questioned documents. Without a command: the window.")
    top.add_argument("--version", action="version", version=f"QDBench {VERSION}")
    top.add_argument("--bench", metavar="SOURCE", help="simulated[:SCENE] or bench:CONFIG.toml")
    top.add_argument("--case", type=some_path, help="case file to open in the window")
    top.add_argument("--lang", choices=LANGUAGES, default=None, help="language of window, texts and report")
    top.add_argument("--exit-when-shown", action="store_true", help=argparse.SUPPRESS)
    top.set_defaults(run=window)
    commands = top.add_subparsers(metavar="COMMAND", parser_class=Parser)

    def command(name: str, run: Callable[[argparse.Namespace], int], into: Any = commands) -> argparse.ArgumentParser:
        added: argparse.ArgumentParser = into.add_parser(
            name, help=run.__doc__, description=run.__doc__, parents=[common]
        )
        added.set_defaults(run=run)
        return added

    it = command("examine", examine)
    it.add_argument("source", metavar="SOURCE", help="folder:DIR, simulated[:SCENE] or bench[:CONFIG.toml]")
    it.add_argument("--case", type=some_path, required=True, help="case file to make")
    it.add_argument("--report", type=some_path, required=True, help="PDF to make")
    it.add_argument(
        "--specimen", metavar="ID", help="model to compare with; otherwise chosen by the MRZ, if it was read"
    )
    it.add_argument("--page", default="data_page", help="side of the document that a folder shows")
    it.add_argument("--px-per-mm", type=float, help="resolution of a folder's pictures where the files do not say")
    it.add_argument("--examiner", default="", help="who examines")
    it.add_argument("--case-no", default="", help="case number; otherwise the file's name")
    it.add_argument("--encrypted", action="store_true", help="encrypt the case file; see --key-file")

    it = command("verify", verify)
    it.add_argument("case", type=some_path)
    it.add_argument("--head", metavar="HASH", help="link that a report printed: is it in the chain?")
    it.add_argument("--report", type=some_file, metavar="PDF", help="does this report hold against the case?")
    it.add_argument("--trust", type=some_path, metavar="PEM", help="authorities whose signatures on it to trust")

    it = command("replay", replay)
    it.add_argument("case", type=some_path)
    it.add_argument(
        "--picture", type=some_file, metavar="FILE", help="an exported picture: does it come out of this case?"
    )

    it = command("report", report)
    it.add_argument("case", type=some_path)
    it.add_argument("--out", type=some_file, required=True)
    it.add_argument(
        "--sign",
        type=some_key,
        metavar="KEY",
        help="who signs: a PKCS#12 file (.p12, .pfx), or pkcs11:... on a card (RFC 7512)",
    )
    it.add_argument(
        "--as",
        dest="role",
        choices=("examiner", "supervisor"),
        help="the supervisor signs what the examiner signed",
    )
    it.add_argument(
        "--passphrase-from", default="terminal", metavar="SOURCE", help="terminal (asks), fd:NUMBER or env:NAME"
    )

    it.add_argument("--sheet", action="store_true", help="with the comparison sheet as an annex")
    add_account_options(it)

    it = command("checks", checks)
    it.add_argument("case", type=some_path)
    it.add_argument("--xml", type=some_path, metavar="FILE", help="write them as a log, aligned with BSI TR-03135")
    it.add_argument("--personal", action="store_true", help="with values that name the holder, in the log")
    add_account_options(it)

    it = command("statistics", statistics)
    it.add_argument("cases", type=some_path, metavar="CASE_OR_FOLDER")
    it.add_argument("--out", type=some_path, required=True, metavar="FILE", help=".json or .csv")
    add_account_options(it)

    it = command("case-uco", case_uco)
    it.add_argument("case", type=some_path)
    it.add_argument("--out", type=some_path, required=True, metavar="FILE")
    add_account_options(it)

    it = command("redact", redact)
    it.add_argument("case", type=some_path)
    it.add_argument("--out", type=some_path, required=True, metavar="DIR", help="folder to make")
    it.add_argument(
        "--hide", type=int, action="append", default=[], metavar="N", help="mask finding N in every light"
    )
    it.add_argument(
        "--show", type=int, action="append", default=[], metavar="N", help="without a model: leave finding N open"
    )
    it.add_argument("--include-text", action="store_true", help="with texts of findings; read them before you send")
    add_account_options(it)

    it = command("sheet", sheet)
    it.add_argument("case", type=some_path)
    it.add_argument("--out", type=some_path, required=True)
    it.add_argument("--finding", type=int, metavar="N", help="only the region of this finding, in every light")
    add_account_options(it)

    for group, (about, members) in COMMANDS.items():
        into = commands.add_parser(group, help=about).add_subparsers(required=True, metavar="WHAT")
        for name, member in members.items():
            add_options(command(name, run_case_command(member), into), member)

    into = commands.add_parser("devices", help="what is attached").add_subparsers(required=True, metavar="WHAT")
    command("list", devices_list, into)
    it = command("probe", devices_probe, into)
    it.add_argument("port")
    it.add_argument("--kind")
    it = command("simulate", devices_simulate, into)
    it.add_argument("kind")
    it.add_argument("--levels", action="store_true", help="of lights: print every change of a lamp with its time")

    into = commands.add_parser("specimens", help="the reference library").add_subparsers(
        required=True, metavar="WHAT"
    )
    command("list", specimens_list, into)
    command("show", specimens_show, into).add_argument("model")

    it = command("mrz", mrz)
    it.add_argument("images", nargs="+", metavar="IMAGE")
    it.add_argument("--cells", action="store_true", help="with --json: every character and its box")

    it = command("benchmark", benchmark)
    it.add_argument("names", nargs="*", metavar="NAME")
    it.add_argument("--quick", action="store_true", help="fewer trials, for a first look")
    it.add_argument("--resume", metavar="FILE.jsonl", type=Path, help="checks: keep trials here, go on from it")
    it.add_argument("--megabytes", metavar="N", type=case_megabytes, help="case: length of the big one, as 10000")
    return top


OUTPUT_CLOSED = 141
"""What a shell says of a program that SIGPIPE ended."""


def run(argv: Sequence[str]) -> int:
    """Run one command line and return its exit code."""
    # As long as the arguments are not understood, these two must be guessed.
    language, as_json = "zh_CN" if {"zh_CN", "--lang=zh_CN"} & set(argv) else "en", "--json" in argv
    arguments: argparse.Namespace | None = None
    try:
        arguments = parser().parse_args(argv)
        language = arguments.lang or "en"
        if arguments.run is not window:
            arguments.lang = language
        with keys_of(arguments), end_signals_here():
            code = int(arguments.run(arguments))
            flush_output()
            return code
    except BrokenPipeError:
        # Whoever reads the output has seen enough, as with `| head`.
        return OUTPUT_CLOSED
    except WorkstationError as error:
        complain(error, language, as_json)
        return 2 if is_bad_input(error) else 1
    except OSError as error:
        facts = {"path": error.filename} if error.filename else {}
        refused = WorkstationError("system" if facts else "system-plain", reason=error.strerror or error, **facts)
        complain(refused, language, as_json)
        return 2
    except KeyboardInterrupt as end:
        complain(stopped(arguments, end), language, as_json)
        return 128 + (end.number if isinstance(end, Ended) else signal.SIGINT)


def flush_output() -> None:
    """Write what is printed, while a failure can still be told; without a terminal there may be no output at all."""
    if sys.stdout is not None:
        sys.stdout.flush()


def end_output() -> None:
    """Let what could not be written go: it was said already, and Python would say it again in its own way."""
    try:
        flush_output()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def stopped(arguments: argparse.Namespace | None, end: KeyboardInterrupt) -> Cancelled:
    """What is said of a command that was broken off; nothing of lamps where it lit none."""
    if isinstance(end, Ended) and end.kept:
        return Cancelled("stopped-case-kept", case=end.kept)
    lit = arguments is not None and arguments.run in (window, examine, benchmark)
    return Cancelled("stopped" if lit else "stopped-plain")


def end_signals_here() -> AbstractContextManager[object]:
    """Signals that end the program, heard where they can be."""
    return end_signals(leave) if threading.current_thread() is threading.main_thread() else nullcontext()


def keys_of(arguments: argparse.Namespace) -> AbstractContextManager[object]:
    """Encrypted cases ask for their key as long as the command runs; the window asks in its own way."""
    if arguments.run is window:
        return nullcontext()
    from workstation.cases.encryption import KEYRING
    from workstation.commands.encryption import asking_for

    return KEYRING.asking(asking_for(arguments))


def is_bad_input(error: WorkstationError) -> bool:
    """True where the person's input is at fault, not a device or a document."""
    return isinstance(error, ConfigurationError) or not isinstance(error, DeviceError | CaptureError)


def entry_point() -> None:
    """Start from the installed command."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that lacks a character gets its number instead of ending the program.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        sys.exit(run(sys.argv[1:]))
    finally:
        end_output()


if __name__ == "__main__":
    entry_point()
