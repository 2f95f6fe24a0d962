"""What a plugin declares to have its official papers printed (文书打印)."""

from dataclasses import dataclass

from core.desk_declarations import Audience


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper(Audience):
    """An official paper as PDF: `/desk/<plugin>/papers/<slug>/<id>.pdf`.

    The document runs as the signed-in person; what that person may not read wholly is not printed.
    """

    slug: str
    title: str
    """Chinese and English, for the link and the name of the file."""
    document: str
    """A query with `$id`, the id of the record on the pages `on`."""
    template: str
    """A Typst file in the plugin's `papers/`; it begins with `#import "/house.typ": *`."""
    on: tuple[str, ...]
    """Detail pages, `slug` or `plugin/slug`, that offer to print it for their record."""
    of: str = ""
    """A path in the answer without which there is no paper; empty: the document's first field."""
    number: str = ""
    """The path of the paper's number, which names the file; without a number it is a draft."""
