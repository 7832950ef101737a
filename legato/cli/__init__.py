"""The command `legato`: one module per group of commands, loaded when the group is used."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from importlib import import_module
from typing import Any

import click

_GROUPS = {
    "agent": ("legato.cli.agent", "Start agents, which came before workers."),
    "artifact": ("legato.cli.artifact", "Look at what runs left to be read."),
    "automation": ("legato.cli.automation", "Look after what follows when something happens."),
    "block": ("legato.cli.block", "Look after configuration and secrets."),
    "cache": ("legato.cli.cache", "See what is answered from the cache, and why."),
    "concurrency-limit": ("legato.cli.concurrency_limit", "Limit how many task runs with a tag run at once."),
    "config": ("legato.cli.config", "Look at settings and change them in the active profile."),
    "deploy": ("legato.cli.deploy", "Deploy the flows of this folder."),
    "deployment": ("legato.cli.deployment", "Look after deployments, run them and set their schedules."),
    "event": ("legato.cli.event", "Listen to what happens."),
    "flow": ("legato.cli.flow", "Look at flows, and serve them."),
    "flow-run": ("legato.cli.flow_run", "Look at flow runs, cancel and delete them."),
    "global-concurrency-limit": (
        "legato.cli.global_concurrency_limit",
        "Limit how much happens at once.",
    ),
    "import": ("legato.cli.import_", "Take over what a Prefect 2 server knows."),
    "init": ("legato.cli.init", "Write a project file for this folder."),
    "profile": ("legato.cli.profile", "Keep several sets of settings."),
    "server": ("legato.cli.server", "Start the server and care for its database."),
    "task-run": ("legato.cli.task_run", "Look at task runs."),
    "variable": ("legato.cli.variable", "Keep values by name."),
    "version": ("legato.cli.version", "Show versions of the program and what it stands on."),
    "work-pool": ("legato.cli.work_pool", "Look after work pools."),
    "worker": ("legato.cli.worker", "Start workers, which execute the runs of work pools."),
    "work-queue": ("legato.cli.work_queue", "Look after the queues of work pools."),
}
_SINGLE = ("cache", "config", "deploy", "import", "init", "server", "version")
_ALIASES = {f"{name}s": name for name in _GROUPS if name not in _SINGLE}
_ALIASES["gcl"] = "global-concurrency-limit"


class LazyGroup(click.Group):
    """A group whose commands are imported when they are used; their one-line helps are known without."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the groups."""
        return sorted(_GROUPS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of a group and return its command."""
        found = _GROUPS.get(_ALIASES.get(cmd_name, cmd_name))
        return getattr(import_module(found[0]), "command") if found else None  # noqa: B009

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """Find a command; for one that does not exist, say which name was probably meant."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from difflib import get_close_matches

            near = get_close_matches(args[0], _GROUPS, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            raise click.UsageError(error.message + hint, ctx) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of groups without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, _GROUPS[name][1]) for name in sorted(_GROUPS)])


def _print_version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        import legato

        click.echo(legato.__version__)
        ctx.exit()


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--profile", "-p", metavar="NAME", help="Use this profile; its settings win over the environment.")
@click.option("--prompt/--no-prompt", default=None, help="Ask questions, or never do. By default only at a terminal.")
@click.option(
    "--version",
    "-v",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Show the version.",
)
@click.pass_context
def cli(ctx: click.Context, profile: str | None, prompt: bool | None) -> None:
    """Legato runs, records and shows workflows made of plain Python functions."""
    from legato.settings import LEGATO_CLI_PROMPT, LEGATO_CLIENT_MAX_RETRIES, temporary_settings, use_profile

    stack = ctx.with_resource(ExitStack())
    if profile is not None:
        stack.enter_context(use_profile(profile))
    if LEGATO_CLIENT_MAX_RETRIES.value_and_source()[1] == "default":
        # a person waits: they try again themselves
        stack.enter_context(temporary_settings({LEGATO_CLIENT_MAX_RETRIES: 1}))
    if prompt is not None:
        stack.enter_context(temporary_settings({LEGATO_CLI_PROMPT: prompt}))


def _sentence(error: Exception) -> str:
    """Return what is wrong, in the same words whether a server was asked or the database in this process."""
    found = getattr(error, "body", None)
    if not isinstance(found, list):
        return str(error)
    return "; ".join(f"{'.'.join(str(step) for step in one['loc'])}: {one['msg']}" for one in found)


def main(args: list[str] | None = None) -> Any:
    """Run the command line; an error of Legato's is one line and exit code 1."""
    from legato.exceptions import LegatoException

    try:
        return cli.main(args, prog_name="legato")
    except LegatoException as error:
        from legato.settings import LEGATO_DEBUG_MODE

        if LEGATO_DEBUG_MODE.value():
            raise
        click.secho(_sentence(error), fg="red", err=True)
        sys.exit(1)
    except BrokenPipeError:
        sys.exit(1)
