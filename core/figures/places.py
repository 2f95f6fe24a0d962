"""Where in an answer a figure finds what it draws."""

from core.desk_figures import Figure


def needed(figure: Figure) -> list[str]:
    """Paths in an answer without which there is nothing to draw."""
    return [f"{figure.rows}.{path}" for path in (figure.by, figure.colour, figure.count)]


def paths(figure: Figure) -> list[str]:
    """All paths in an answer."""
    of_row = filter(None, (figure.english, figure.place, *figure.links.values()))
    named = [f"{figure.rows}.{path}" for path in of_row]
    return [*needed(figure), *named, *figure.keep.values(), *(figure.span or ())]
