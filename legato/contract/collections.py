"""The operation that shows what the product brings with it."""

from __future__ import annotations

from typing import Any

from legato.contract.request import Request


class ReadCollectionView(Request[dict[str, Any]]):
    """The block types, flows or workers that come with the product, by the collection that they are of."""

    method, path = "GET", "/collections/views/{view}"
    view: str
