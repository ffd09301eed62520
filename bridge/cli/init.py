"""``bridge init``: the files an admin starts from, and a fresh secret; what it writes passes ``bridge check``.

Nothing is overwritten. The secret is printed and kept nowhere: the line on stdout is for the environment.
"""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath

import click

from bridge.config.sources import fresh_signing_secret
from bridge.errors import UsageError

SECRET_VARIABLE = "BRIDGE_SECRET"  # noqa: S105 - the name that the example gives it, no secret


@click.command()
@click.argument("directory", metavar="[DIR]", default=".", type=click.Path(file_okay=False, path_type=Path))
def init(directory: Path) -> None:
    """Write a commented config.toml, the reply texts and a fresh secret's line into DIR (default: here)."""
    contents = {directory / name: text for name, text in starter().items()}
    if there := [str(path) for path in contents if path.exists()]:
        more = f" and {len(there) - 1} more files" if len(there) > 1 else ""
        raise UsageError(f"{there[0]}{more}: already there, and nothing is overwritten; name an empty DIR")
    for path, content in contents.items():
        _write(path, content)
        click.echo(f"wrote {path}", err=True)
    click.echo(f"export {SECRET_VARIABLE}={fresh_signing_secret()}")
    click.echo(
        "Run the line above in this shell, and give the same secret to the billing system's addon; then:", err=True
    )
    click.echo(f"bridge check --config {directory / 'config.toml'}", err=True)


def starter() -> dict[PurePosixPath, str]:
    """Return the starter's files, by their path below DIR."""
    samples = {PurePosixPath("config.toml"): _text(files("bridge.config") / "starter" / "config.toml")}
    for name, file in _below(files("bridge.config") / "starter" / "replies", PurePosixPath("replies")):
        samples[name] = _text(file)
    for name, file in _below(files("bridge.texts") / "replies", PurePosixPath("replies")):
        samples[name] = _text(file)
    return samples


def _below(folder: Traversable, shown: PurePosixPath) -> list[tuple[PurePosixPath, Traversable]]:
    entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    here = [(shown / entry.name, entry) for entry in entries if entry.is_file()]
    return here + [found for entry in entries if entry.is_dir() for found in _below(entry, shown / entry.name)]


def _write(path: Path, content: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(content)
    except OSError as exc:
        raise UsageError(f"{path}: cannot be written ({exc.strerror}); name another DIR") from exc


def _text(file: Traversable) -> str:
    return file.read_text(encoding="utf-8")
