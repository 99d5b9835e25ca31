"""The command `conference`: a module for each theme, and each lists its commands in COMMANDS."""

import click

from conference.cli import counting, house, importing, mailing, people, recount, rules, searching, translating

THEMES = (
    house,
    people,
    importing,
    mailing,
    counting,
    recount,
    rules,
    searching,
    translating,
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="conference")
def main() -> None:
    """Discussion and resolutions for an international conference."""


for theme in THEMES:
    for command in theme.COMMANDS:
        main.add_command(command)
