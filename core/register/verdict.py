"""What is said about a number: tidied form, problems, and the refusal that follows from errors."""

import enum
import re
import unicodedata
from dataclasses import dataclass

from core.errors import InvalidInput

_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_DASHES = re.compile(r"[\u2010-\u2015\u2212\u2500\ufe58]")


class Severity(enum.Enum):
    """How bad a problem is: an ERROR is refused, a WARNING is shown to a person."""

    ERROR = "ERROR"
    WARNING = "WARNING"


@dataclass(frozen=True)
class Problem:
    """One finding about a number, as a sentence for a clerk in both languages."""

    severity: Severity
    chinese: str
    english: str


@dataclass(frozen=True)
class Verdict:
    """The number in its stored form and everything found wrong with it."""

    number: str
    problems: tuple[Problem, ...] = ()

    @property
    def acceptable(self) -> bool:
        """True when no problem is an ERROR."""
        return all(problem.severity is not Severity.ERROR for problem in self.problems)


def error(chinese: str, english: str) -> Problem:
    """A finding that makes the number impossible."""
    return Problem(Severity.ERROR, chinese, english)


def warning(chinese: str, english: str) -> Problem:
    """A finding that a person should look at; the number is stored all the same."""
    return Problem(Severity.WARNING, chinese, english)


def check_failed(chinese: str, english: str) -> Problem:
    """The ERROR of a check character that does not fit; both arguments name the number."""
    return error(
        f"{chinese}校验位不符，请逐位核对。",
        f"The check digit of the {english} does not fit; compare every character.",
    )


def require(verdict: Verdict, field: str) -> str:
    """The stored form of an acceptable number; raises InvalidInput at `field` for errors."""
    errors = [found for found in verdict.problems if found.severity is Severity.ERROR]
    if errors:
        raise InvalidInput(
            "".join(found.chinese for found in errors),
            " ".join(found.english for found in errors),
            field=field,
        )
    return verdict.number


def compact(text: str, *, drop: str = "") -> str:
    """NFKC, upper case, no white space, every kind of dash as '-', without the letters of `drop`.

    Applying it twice is applying it once.
    """
    folded = unicodedata.normalize("NFKC", text).upper()
    folded = unicodedata.normalize("NFKC", folded)
    folded = _DASHES.sub("-", _INVISIBLE.sub("", folded))
    kept = folded.translate(dict.fromkeys(map(ord, drop)))
    return unicodedata.normalize("NFKC", kept)
