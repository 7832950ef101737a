"""Two thousand tasks from one line: how far every airport is from Seattle.

python examples/flights_mapped.py [HOW MANY]
"""

import csv
import math
import sys
import time
from typing import NamedTuple

from datasets import path_of

from legato import allow_failure, flow, tags, task, unmapped

EARTH_RADIUS_KM = 6371.0


class Airport(NamedTuple):
    code: str
    name: str
    latitude: float
    longitude: float


@task
def read_airports(count: int) -> list[Airport]:
    """The first `count` airports of the file, in degrees north and east."""
    with path_of("airports.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["iata"] != "SEA"]
    return [Airport(r["iata"], r["name"], float(r["latitude"]), float(r["longitude"])) for r in rows[:count]]


@task
def seattle() -> Airport:
    with path_of("airports.csv").open(newline="") as file:
        row = next(row for row in csv.DictReader(file) if row["iata"] == "SEA")
    return Airport(row["iata"], row["name"], float(row["latitude"]), float(row["longitude"]))


@task
def flight_km(destination: Airport, origin: Airport) -> float:
    """The great circle between the two, in kilometres."""
    north, south = math.radians(origin.latitude), math.radians(destination.latitude)
    apart = math.radians(destination.longitude - origin.longitude)
    cosine = math.sin(north) * math.sin(south) + math.cos(north) * math.cos(south) * math.cos(apart)
    return EARTH_RADIUS_KM * math.acos(max(-1.0, min(1.0, cosine)))


@task
def farthest(airports: list[Airport], distances: list[float]) -> str:
    """In words; a flight that could not be measured is left out."""
    known = [(km, airport) for km, airport in zip(distances, airports, strict=True) if isinstance(km, float)]
    km, airport = max(known)
    return f"{airport.name} ({airport.code}), {km:,.0f} km away; {len(known)} of {len(airports)} flights measured"


@flow(name="flights-mapped", log_prints=True)
def flights(count: int = 2000) -> str:
    """Map, then reduce: the last task gets all the futures and waits for them itself."""
    started = time.perf_counter()
    airports = read_airports(count)
    with tags("flight"):
        distances = flight_km.map(airports, origin=unmapped(seattle()))
    answer = farthest(airports, allow_failure(distances))
    print(f"Farthest from Seattle: {answer} ({time.perf_counter() - started:.1f} s)")
    return answer


if __name__ == "__main__":
    flights(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
