"""A click group with a usual command: ``bridge writes --json`` is ``bridge writes list --json``."""

import click

USUAL = "list"


class UsualGroup(click.Group):
    """Takes ``list`` to be meant where no command below it is named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        names_none = not args or (args[0].startswith("-") and args[0] not in ctx.help_option_names)
        return super().parse_args(ctx, [USUAL, *args] if names_none else args)
