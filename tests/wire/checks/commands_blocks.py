"""Prefect's own commands about blocks, their types and files that define them."""

import tempfile
from pathlib import Path
from typing import Any

from checks.command_line import made, prefect
from checks.commands_values import codes, says
from checks.scene import answers, new_name, raised
from prefect.blocks.system import Secret
from prefect.client.orchestration import PrefectClient

SOURCE = '''
from prefect.blocks.core import Block


class Box(Block):
    """What holds things."""

    _block_type_name = "{name}"
    size: int
'''


@answers([[0], [0, True, False], [0, True], [1, 1, 1], [0, 1], [0, 1]])
def blocks_are_listed_inspected_and_deleted() -> object:
    name = new_name("secret")

    async def save(client: PrefectClient) -> Any:
        return await Secret(value="s3cret").save(name, client=client)

    one = made(save)
    shown = prefect("block", "inspect", f"secret/{name}")
    found = [
        codes(["block", "ls"]),
        [shown[0], name in shown[1], "s3cret" in shown[1]],
        says(name, "block", "inspect", "--id", one),
        codes(["block", "inspect", f"secret/{new_name('none')}"], ["block", "inspect"], ["block", "inspect", "x/y"]),
        codes(["block", "delete", f"secret/{name}"], ["block", "delete", f"secret/{name}"]),
    ]
    two = made(save)
    return [*found, codes(["block", "delete", "--id", two], ["block", "delete", "--id", two])]


@answers([[0, True], [0], [0], [1, 1], [0], [0, True], [0, 1, 1], [1], "ObjectNotFound"])
def types_are_listed_inspected_and_deleted() -> object:
    name = new_name("wire")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "box.py"
        path.write_text(SOURCE.format(name=name))
        registered = says(name, "block", "register", "--file", path)
        again = codes(["block", "register", "--file", path])
    return [
        registered,
        again,
        codes(["block", "register", "--module", "prefect.blocks.system"]),
        codes(["block", "register"], ["block", "register", "--file", "no-such-file.py"]),
        codes(["block", "type", "ls"]),
        says(name, "block", "type", "inspect", name),
        codes(["block", "type", "delete", name], ["block", "type", "delete", name], ["block", "type", "inspect", name]),
        codes(["block", "type", "delete", "secret"]),
        made(lambda client: raised(client.read_block_type_by_slug(name))),
    ]


@answers([[0, True], [1]])
def the_address_to_create_a_block_is_told() -> object:
    return [
        says("/blocks/catalog/secret/create", "block", "create", "secret"),
        codes(["block", "create", "no-such-type"]),
    ]
