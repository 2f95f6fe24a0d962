"""Saved documents of a plugin: one file each in its folder `examples/`."""

from importlib import resources

from core.declarations import Example


def examples_in(package: str) -> list[Example]:
    """The documents of a plugin, by file name."""
    folder = resources.files(package).joinpath("examples")
    files = sorted(folder.iterdir(), key=lambda file: file.name)
    return [_example(file.read_text("utf-8")) for file in files if file.name.endswith(".graphql")]


def _example(text: str) -> Example:
    """A document whose first three lines are comments: title, description, role."""
    title, description, role, query = text.split("\n", 3)
    said = [line.removeprefix("#").strip() for line in (title, description, role)]
    return Example(title=said[0], description=said[1], role=said[2], query=query)
