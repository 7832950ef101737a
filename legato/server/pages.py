"""What people see in a browser: the files of the web interface, and a plain page that lists the API's operations."""

from __future__ import annotations

from html import escape
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from legato.server import routing
from legato.server.handling import load_handlers
from legato.settings import LEGATO_SERVER_CSRF_PROTECTION_ENABLED

_HERE = Path(__file__).parent
_PLACES = (_HERE / "ui", _HERE.parents[1] / "ui" / "dist")
_FOREVER = "public, max-age=31536000, immutable"
_PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title><style>
body {{ font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem }}
table {{ border-collapse: collapse; width: 100% }} td {{ border-top: 1px solid #8884; padding: .3rem .6rem .3rem 0 }}
code {{ font: 13px ui-monospace, monospace }}
</style></head><body><h1>{title}</h1>{content}</body></html>"""


def page(title: str, content: str, status: int = 200) -> Response:
    """Return a plain page."""
    return HTMLResponse(_PAGE.format(title=escape(title), content=content), status)


async def operations(request: Request) -> Response:
    """List the operations of the API."""
    rows = "".join(
        f"<tr><td><code>{kind.method}</code></td><td><code>/api{escape(kind.path)}</code></td>"
        f"<td>{escape((kind.__doc__ or '').strip().splitlines()[0])}</td></tr>"
        for kind in sorted(load_handlers(), key=lambda kind: (kind.path, kind.method))
    )
    described = '<p>As OpenAPI: <a href="/api/openapi.json">openapi.json</a></p>'
    return page("The API of Legato", f"{described}<table>{rows}</table>")


async def ui_settings(request: Request) -> Response:
    """Tell the web interface where the API is."""
    is_guarded = LEGATO_SERVER_CSRF_PROTECTION_ENABLED.value()
    root = str(request.base_url).rstrip("/")
    return routing.json({"api_url": f"{root}/api", "csrf_enabled": is_guarded, "flags": []})


def ui_folder() -> Path | None:
    """Return the folder of the built web interface."""
    return next((place for place in _PLACES if (place / "index.html").is_file()), None)


def ui_routes() -> list[BaseRoute]:
    """Return the routes of the web interface; every path that is no file is a page of the one-page app."""
    routes: list[BaseRoute] = [Route("/{path:path}", _ui_page)]
    folder = ui_folder()
    if folder is not None and (folder / "assets").is_dir():
        routes.insert(0, Mount("/assets", _Assets(directory=folder / "assets")))
    return routes


class _Assets(StaticFiles):
    """Files with a hash of their content in their name: a browser may keep them forever."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if response.status_code == 200:
            response.headers["cache-control"] = _FOREVER
        return response


async def _ui_page(request: Request) -> Response:
    folder, path = ui_folder(), request.path_params["path"]
    if path == "api" or path.startswith("api/"):
        raise HTTPException(404)
    if folder is None:
        text = "<p>The web interface is not built: run <code>make build</code>.</p>"
        return page("Legato", f'{text}<p>The API is <a href="/docs">here</a>.</p>')
    file = (folder / path).resolve()
    if path and file.is_file() and file.is_relative_to(folder.resolve()):
        return FileResponse(file)
    return FileResponse(folder / "index.html", headers={"cache-control": "no-cache"})
