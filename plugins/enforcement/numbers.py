"""Numbers of cases and papers: by form, authority and year, without gaps."""

from typing import Final

BRANCH: Final = "杭州市质量技术监督局萧山分局"
SERIES: Final = "XS"
"""All sections and stations act in the name of the branch."""
MARKS: Final = {7: "立", 37: "罚告", 39: "听通", 44: "当罚", 45: "罚", 46: "不罚", 5: "移"}
"""Form -> the mark of its numbers; the others bear the number of their form."""
CASE: Final = "enforcement.case"


def kind_of(form: int) -> str:
    """The kind of a form's series for `core.papers.numbering`."""
    return f"enforcement.{form}"


def number_of(form: int, year: int, serial: int) -> str:
    """文号, as printed."""
    return f"萧质监{MARKS.get(form, f'文{form:02}')}〔{year}〕{serial}号"


def case_number(year: int, serial: int) -> str:
    """案号."""
    return f"萧质监案〔{year}〕{serial}号"
