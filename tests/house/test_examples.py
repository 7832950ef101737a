"""The examples run as they stand, with nothing else running."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def output_of(example: str, *arguments: str) -> str:
    """What it prints and logs."""
    command = [sys.executable, f"examples/{example}", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + "\n" + done.stderr


@pytest.mark.slow
def test_weather_etl_loads_every_day_and_reports() -> None:
    output = output_of("weather_etl.py")
    summary = json.loads(output[output.index("{\n") : output.rindex("\n}") + 2])
    assert summary["days"] == 2191
    assert set(summary["summer"]) == {"San Francisco", "Seattle"}
    assert "FileNotFoundError" in output, "its first attempt to read the stations should come too early"


@pytest.mark.slow
def test_stocks_async_finds_signals_of_every_symbol() -> None:
    output = output_of("stocks_async.py")
    assert [symbol for symbol in ("AAPL", "AMZN", "GOOG", "IBM", "MSFT") if f"{symbol}: up through" not in output] == []


@pytest.mark.slow
def test_flights_mapped_measures_every_flight() -> None:
    assert "2000 of 2000 flights measured" in output_of("flights_mapped.py")
