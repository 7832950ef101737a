"""`python -m bench [--peers] [--quick] [NAME ...]`: run the workloads and print a table beside the budgets."""

from __future__ import annotations

import argparse
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from bench import dispatch, schedules, workloads
from bench.subjects import Subject, legato, peer

PEERS = ("2.20.27", "3.9.1")


class Line(NamedTuple):
    """One figure: its budget, its unit, and the workload; `needs_server` workloads run against a running server."""

    name: str
    budget: str
    unit: str
    workload: Callable[[Subject, int], float]
    needs_server: bool
    smaller_is_better: bool
    peers: bool = True


LINES = [
    Line("import", "< 0.15 s", "s", workloads.import_time, False, True),
    Line("help", "< 0.25 s", "s", workloads.help_time, False, True),
    Line("hello, cold", "< 0.4 s", "s", workloads.hello_cold, False, True),
    Line("test harness, start", "< 0.15 s", "s", workloads.harness_start, False, True, peers=False),
    Line("hash, small inputs", "< 0.00005 s", "s", workloads.hash_small, False, True, peers=False),
    Line("hash, 100 MB array / its bytes", "< 2x", "x", workloads.hash_large, False, True, peers=False),
    Line("server start", "< 1.5 s", "s", workloads.server_start, False, True),
    Line("task call, p50", "< 0.0002 s", "s", workloads.call_latency, True, True),
    Line("1,000 sequential tasks", "", "/s", workloads.rate("sequential", 1_000), True, False),
    Line("1,000 mapped tasks", "> 5,000/s", "/s", workloads.rate("mapped", 1_000), True, False),
    Line("10,000 mapped tasks", "", "/s", workloads.rate("mapped", 10_000), True, False, peers=False),
    Line("100 subflows", "> 500/s", "/s", workloads.rate("subflows", 100), True, False),
    Line("10,000 log lines", "", "/s", workloads.rate("logs", 10_000), True, False),
    Line("set_state, 1 client", "", "/s", workloads.set_state(1), True, False),
    Line("set_state, 16 clients", "> 1,500/s", "/s", workloads.set_state(16), True, False),
    Line("client memory, 10,000 mapped", "", "MB", workloads.client_memory, True, True, peers=False),
    Line("storing a small result adds", "< 0.0003 s", "s", workloads.persisting, True, True),
    Line("cached call, this process, p50", "< 0.0003 s", "s", workloads.cached_in_process, True, True),
    Line("cached call, server, p50", "< 0.005 s", "s", workloads.cached_at_server, True, True),
    Line("growth over 10,000 results of 1 MB", "flat", "MB", workloads.soak, True, True, peers=False),
    Line("server memory after all that", "", "MB", workloads.server_memory, True, True),
]


def measure(subjects: list[Subject], names: list[str], runs: int) -> Iterator[tuple[Line, list[float | None]]]:
    """Run the workloads, subject by subject in turns within each line."""
    wanted = [line for line in LINES if not names or any(name in line.name for name in names)]
    for line in (line for line in wanted if not line.needs_server):
        yield line, [_value(line, subject, runs, subjects[0]) for subject in subjects]
    with ExitStack() as stack:
        if any(line.needs_server for line in wanted):
            for subject in subjects:
                stack.enter_context(subject.serving())
        for line in (line for line in wanted if line.needs_server):
            yield line, [_value(line, subject, runs, subjects[0]) for subject in subjects]


def _value(line: Line, subject: Subject, runs: int, own: Subject) -> float | None:
    if subject is not own and not line.peers:
        return None
    try:
        return line.workload(subject, runs)
    except (RuntimeError, OSError, subprocess.SubprocessError) as error:
        Console(stderr=True).print(f"{subject.label}, {line.name}: {error}", style="red", markup=False)
        return None


def _figure(value: float | None, unit: str) -> str:
    if value is None:
        return "-"
    return (
        f"{value:.6f}"
        if value < 0.0001
        else f"{value:,.4f}"
        if value < 0.01
        else f"{value:,.2f}"
        if value < 100
        else f"{value:,.0f}"
    )


def _ratio(line: Line, own: float | None, other: float | None) -> str:
    if not own or not other:
        return "-"
    times = other / own if line.smaller_is_better else own / other
    return f"{times:,.1f}x"


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("names", nargs="*", help="only workloads whose name contains one of these")
    parser.add_argument("--peers", action="store_true", help="run the same work on other versions of Prefect, in turns")
    parser.add_argument("--quick", action="store_true", help="fewer runs, and no history of a million runs")
    options = parser.parse_args()
    console = Console(width=140)
    subjects = [legato(), *(peer(version) for version in PEERS if options.peers)]
    table = Table(title="Workloads", title_justify="left")
    table.add_column("workload")
    table.add_column("budget")
    for subject in subjects:
        table.add_column(subject.label, justify="right")
    for subject in subjects[1:]:
        table.add_column(f"faster than {subject.label}", justify="right")
    try:
        for line, values in measure(subjects, options.names, 3 if options.quick else 7):
            ratios = [_ratio(line, values[0], value) for value in values[1:]]
            table.add_row(line.name, line.budget, *(f"{_figure(v, line.unit)} {line.unit}" for v in values), *ratios)
            console.print(f"{line.name}: {', '.join(_figure(v, line.unit) for v in values)} {line.unit}", style="dim")
        _print_server(subjects, options.names, table)
        _print_schedules(subjects[0], options.names, table)
        _print_dispatch(subjects, options, table)
        _print_history(subjects[0], options, table)
    finally:
        for subject in subjects:
            subject.close()
    console.print(table)


def _print_server(subjects: list[Subject], names: list[str], table: Table) -> None:
    if names and not any(name in "idle server" for name in names):
        return
    cores, sizes = [], []
    for subject in subjects:
        with subject.serving():
            core, size = workloads.server_idle(subject)
        cores.append(f"{core:.2%}")
        sizes.append(f"{size:.0f} MB")
    table.add_row("idle server, of a core", "< 1%", *cores)
    table.add_row("idle server, memory", "< 120 MB", *sizes)


def _print_schedules(own: Subject, names: list[str], table: Table) -> None:
    if names and not any(name in "schedules" for name in names):
        return
    found = schedules.measure(own)
    table.add_row("1,000 schedules, their first runs", "< 2 s", f"{found.first_runs:.2f} s")
    table.add_row("1,000 schedules, an hour of runs", "", f"{found.hour_of_runs:.1f} s")
    table.add_row("1,000 schedules, then, of a core", "< 3%", f"{found.core:.2%}")


def _print_dispatch(subjects: list[Subject], options: argparse.Namespace, table: Table) -> None:
    if options.names and not any(name in "dispatch" for name in options.names):
        return
    found = [dispatch.delays(one, 50 if one is subjects[0] else 5) for one in subjects]
    for row, budget, values in (
        ("due time to first line, p50", "< 0.3 s", [one.p50 for one in found]),
        ("due time to first line, p99", "< 1 s", [one.p99 for one in found]),
    ):
        ratios = [f"{value / values[0]:.0f}x" for value in values[1:]]
        table.add_row(row, budget, *(f"{value:.2f} s" for value in values), *ratios)
    table.add_row("1,000 runs due at once, to 4 takers", "< 5 s", f"{dispatch.burst(subjects[0]):.1f} s")
    waiting = [dispatch.idle(one) for one in subjects]
    table.add_row("idle worker, of a core", "< 0.5%", *(f"{one.core:.2%}" for one in waiting))
    table.add_row("idle worker, memory of its own", "< 60 MB", *(f"{one.memory:.0f} MB" for one in waiting))
    table.add_row("its fork server besides", "", f"{waiting[0].of_forks:.0f} MB")


def _print_history(own: Subject, options: argparse.Namespace, table: Table) -> None:
    if options.names and not any(name in "runs page" for name in options.names):
        return
    for runs in (100_000,) if options.quick else (100_000, 1_000_000):
        for name, seconds in workloads.runs_page(own, runs).items():
            table.add_row(f"runs page at {runs:,}, {name}, p95", "< 50 ms", f"{seconds * 1000:.1f} ms")


if __name__ == "__main__":
    main()
