"""Where the examples find real data: files that the package vega-datasets carries."""

from importlib.util import find_spec
from pathlib import Path


def path_of(name: str) -> Path:
    """The file of that name, such as `seattle-weather.csv`; nothing is imported for that, pandas least of all."""
    spec = find_spec("vega_datasets")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("The examples read files of the package vega-datasets. Install it: pip install 'legato[demo]'")
    folder = Path(next(iter(spec.submodule_search_locations))) / "_data"
    path = folder / name
    if not path.is_file():
        known = ", ".join(sorted(file.name for file in folder.iterdir()))
        raise FileNotFoundError(f"vega-datasets carries no {name!r}; it carries {known}")
    return path
