"""From four files to one small warehouse: the weather of Seattle and San Francisco.

The files come in three shapes, hourly and daily, Fahrenheit and Celsius. The flow reads them side by side, brings them
to one shape, loads them into SQLite in a flow of its own, and asks the database who had the better summer.
"""

import csv
import json
import os
import sqlite3
import tempfile
import time
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import NamedTuple

from datasets import path_of

from legato import flow, get_run_logger, tags, task, unmapped

SOURCES = ["seattle-weather.csv", "seattle-temps.csv", "sf-temps.csv"]
STATIONS = {"Seattle": "SEA", "San Francisco": "SFO"}
SUMMER = ["06", "07", "08"]


class Day(NamedTuple):
    """One day in one city: temperatures in °C, rain in mm."""

    city: str
    day: str
    low: float
    high: float
    rain: float | None


@task
def read_rows(source: str) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path_of(source).open(newline="") as file:
        rows = list(csv.DictReader(file))
    get_run_logger().info("%s: %d rows", source, len(rows))
    return rows


@task
def to_days(source: str, rows: list[dict[str, str]], round_to: int) -> list[Day]:
    """Daily rows are renamed; hourly ones are gathered by day and turned from Fahrenheit into Celsius."""
    if "temp_max" in rows[0]:
        return [
            Day(
                "Seattle",
                r["date"].replace("/", "-"),
                float(r["temp_min"]),
                float(r["temp_max"]),
                float(r["precipitation"]),
            )
            for r in rows
        ]
    city = "Seattle" if source.startswith("seattle") else "San Francisco"
    by_day: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        day = row["date"].split()[0].replace("/", "-")
        by_day[day].append((float(row["temp"]) - 32) * 5 / 9)
    return [Day(city, day, round(min(t), round_to), round(max(t), round_to), None) for day, t in by_day.items()]


@task
def publish_stations(target: str) -> int:
    """Writes the list of weather stations, as another team would: beside the target, then moved there in one step."""
    with path_of("airports.csv").open(newline="") as file:
        airports = {row["iata"]: row for row in csv.DictReader(file)}
    stations = {
        city: {"name": airports[code]["name"], "state": airports[code]["state"]} for city, code in STATIONS.items()
    }
    time.sleep(0.4)  # an export takes its time
    Path(target + ".part").write_text(json.dumps(stations, indent=2))
    os.replace(target + ".part", target)
    return len(stations)


@task(retries=5, retry_delay_seconds=1)
def read_stations(published: str) -> dict[str, dict[str, str]]:
    """Reads that list, not knowing when the other team is done: while the file is missing it fails, and is retried."""
    stations: dict[str, dict[str, str]] = json.loads(Path(published).read_text())
    return stations


@task(retries=2, retry_delay_seconds=1)
def create_tables(database: str) -> None:
    """An empty warehouse."""
    with sqlite3.connect(database) as connection:
        connection.execute("create table station (city text primary key, name text, state text)")
        connection.execute("create table day (city text, day text, low real, high real, rain real)")
    connection.close()


@task(retries=2, retry_delay_seconds=1)
def insert_days(database: str, days: list[Day]) -> int:
    """Writes the days in one transaction, so that an attempt which fails leaves nothing behind."""
    with sqlite3.connect(database, timeout=10) as connection:
        connection.executemany("insert into day values (?, ?, ?, ?, ?)", days)
    connection.close()
    return len(days)


@task
def insert_stations(database: str, stations: dict[str, dict[str, str]]) -> int:
    rows = [(city, station["name"], station["state"]) for city, station in stations.items()]
    with sqlite3.connect(database, timeout=10) as connection:
        connection.executemany("insert into station values (?, ?, ?)", rows)
    connection.close()
    return len(rows)


@flow(name="load-warehouse", log_prints=True)
def load_warehouse(database: str, tables: list[list[Day]], stations: dict[str, dict[str, str]]) -> int:
    """A flow within the flow: it has a run and a page of its own."""
    create_tables(database)
    insert_stations(database, stations)
    loaded = sum(future.result() for future in insert_days.map(unmapped(database), tables))
    print(f"{loaded} days of {len(stations)} cities are in the warehouse")
    return loaded


@task(tags=["report"])
def summer_of(month: str, database: str) -> dict[str, float]:
    """The mean daily high of every city in that month, in °C."""
    query = "select city, avg(high) from day where strftime('%m', day) = ? group by city order by city"
    with sqlite3.connect(database) as connection:
        means = {city: round(mean, 1) for city, mean in connection.execute(query, [month])}
    connection.close()
    return means


@task(tags=["report"])
def wettest_day(database: str) -> str:
    """The day with the most rain, in words."""
    query = "select name, day, rain from day join station using (city) order by rain desc limit 1"
    with sqlite3.connect(database) as connection:
        name, day, rain = connection.execute(query).fetchone()
    connection.close()
    return f"{rain:.1f} mm of rain at {name} on {date.fromisoformat(day):%d %B %Y}"


@flow(name="weather-etl", log_prints=True)
def weather_etl(folder: str | None = None) -> dict[str, object]:
    """Read, tidy, load, report; without a folder everything is made in one that is removed afterwards."""
    if folder is None:
        with tempfile.TemporaryDirectory() as scratch:
            return loaded_in(scratch)
    return loaded_in(folder)


def loaded_in(folder: str) -> dict[str, object]:
    """The work of the flow: what a flow calls need not be a task."""
    published, database = os.path.join(folder, "stations.json"), os.path.join(folder, "weather.sqlite")

    with tags("extract"):
        stations = read_stations.submit(published)  # on purpose without waiting for the other team
        publishing = publish_stations.submit(published)
        rows = read_rows.map(SOURCES)
    days = to_days.map(SOURCES, rows, round_to=unmapped(1))
    print(f"{publishing.result()} stations are published")

    loaded = load_warehouse(database, [future.result() for future in days], stations.result())

    wettest = wettest_day.submit(database)
    months = [future.result() for future in summer_of.map(SUMMER, unmapped(database))]
    summer = {city: round(sum(month[city] for month in months) / len(months), 1) for city in sorted(STATIONS)}
    warmer = max(summer, key=lambda city: summer[city])
    print(f"The warmer summer: {warmer}, with a mean high of {summer[warmer]} °C")
    print(f"The wettest day: {wettest.result()}")
    return {"days": loaded, "summer": summer, "wettest": wettest.result()}


if __name__ == "__main__":
    print(json.dumps(weather_etl(), indent=2))
