"""The same engine for `async def`: moving averages of five stocks, all symbols at once."""

import asyncio
import csv
from collections import defaultdict
from datetime import datetime
from itertools import pairwise

from datasets import path_of

from legato import flow, get_run_logger, tags, task

Prices = list[tuple[str, float]]


@task
async def read_prices() -> dict[str, Prices]:
    """Monthly closing prices by symbol, oldest first."""
    prices: dict[str, Prices] = defaultdict(list)
    with path_of("stocks.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            month = datetime.strptime(row["date"], "%b %d %Y").strftime("%Y-%m")
            prices[row["symbol"]].append((month, float(row["price"])))
    return {symbol: sorted(series) for symbol, series in prices.items()}


@task(task_run_name="average-{symbol}")
async def moving_average(symbol: str, prices: Prices, window: int) -> Prices:
    """The mean of the last `window` months, for every month that has so many before it."""
    values = [price for _, price in prices]
    averages = [
        (prices[end - 1][0], round(sum(values[end - window : end]) / window, 2))
        for end in range(window, len(prices) + 1)
    ]
    get_run_logger().info("%s: %d averages over %d months", symbol, len(averages), window)
    return averages


@task
async def crossings(symbol: str, prices: Prices, averages: Prices) -> list[str]:
    """The months in which the price came up through its average."""
    price_of = dict(prices)
    above = [(month, price_of[month] > average) for month, average in averages]
    return [month for (_, before), (month, now) in pairwise(above) if now and not before]


@flow(name="stocks-async", log_prints=True)
async def stocks(window: int = 12) -> dict[str, list[str]]:
    """One task per symbol, submitted; then one more per symbol, awaited together."""
    prices = await read_prices()
    with tags("averages"):
        futures = {symbol: await moving_average.submit(symbol, series, window) for symbol, series in prices.items()}
    averages = dict(zip(futures, await asyncio.gather(*(future.result() for future in futures.values())), strict=True))

    found = await asyncio.gather(*(crossings(symbol, prices[symbol], averages[symbol]) for symbol in prices))
    signals = dict(zip(prices, found, strict=True))
    for symbol, months in signals.items():
        print(f"{symbol}: up through its {window}-month average in {', '.join(months) or 'no month'}")
    return signals


if __name__ == "__main__":
    asyncio.run(stocks())
