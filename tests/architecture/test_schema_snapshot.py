"""The committed schema is the built one, and clients of the former one still work."""

import subprocess

import pytest
from graphql import build_schema, find_breaking_changes

from schema.assembly import Assembly
from tests.architecture.source import ROOT

SNAPSHOT = "schema/schema.graphql"
DECIDED = ROOT / "schema/breaking.txt"


def test_the_committed_schema_is_the_built_one(assembly: Assembly) -> None:
    committed = ROOT / SNAPSHOT
    assert committed.is_file(), f"{SNAPSHOT} is missing; run: make schema"
    built = assembly.schema.as_str().strip()
    same = committed.read_text("utf-8").strip() == built
    assert same, f"{SNAPSHOT} is not what the code builds; run: make schema, look, commit"


def git(*arguments: str) -> str | None:
    """What git says; None outside of a repository, or where it knows no such thing."""
    done = subprocess.run(
        ["git", *arguments],  # noqa: S607
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    return done.stdout if done.returncode == 0 else None


def former() -> list[str]:
    """The snapshots of the last two commits that changed it, newest first."""
    commits = (git("log", "-2", "--format=%H", "--", SNAPSHOT) or "").split()
    texts = (git("show", f"{commit}:{SNAPSHOT}") for commit in commits)
    return [text for text in texts if text]


def breaking(old: str, new: str) -> list[str]:
    """What a client of the old schema could not do any more, in graphql-core's words."""
    return sorted(
        change.description for change in find_breaking_changes(build_schema(old), build_schema(new))
    )


def decided(text: str) -> dict[str, str]:
    """Breaking changes that somebody decided on, each with its reason."""
    found = {}
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            change, _, reason = line.partition(" -- ")
            assert reason.strip(), f"no reason is given: {line}"
            found[change.strip()] = reason.strip()
    return found


def test_no_breaking_change_without_a_reason(assembly: Assembly) -> None:
    known = decided(DECIDED.read_text("utf-8"))
    built = assembly.schema.as_str()
    undecided = {c for old in former() for c in breaking(old, built) if c not in known}
    assert sorted(undecided) == [], "breaks clients; give the reason in schema/breaking.txt"


OLD = "type Query { a(x: Int): Int b: Int } input I { p: Int } enum E { U V }"


@pytest.mark.parametrize(
    ("new", "breaks"),
    [
        ("type Query { a(x: Int): Int } input I { p: Int } enum E { U V }", True),
        ("type Query { a: Int b: Int } input I { p: Int } enum E { U V }", True),
        ("type Query { a(x: Int, y: Int!): Int b: Int } input I { p: Int } enum E { U V }", True),
        ("type Query { a(x: Int): Int b: Int } input I { p: Int q: Int! } enum E { U V }", True),
        ("type Query { a(x: Int): Int b: Int } input I { p: Int } enum E { U }", True),
        ("type Query { a(x: Int): Int b: String } input I { p: Int } enum E { U V }", True),
        ("type Query { a(x: Int): Int b: Int } enum E { U V }", True),
        ("type Query { a(x: Int): Int b: Int! c: Int } input I { p: Int } enum E { U V }", False),
        ("type Query { a(x: Int, y: Int): Int b: Int } input I { p: Int } enum E { U V W }", False),
    ],
)
def test_removals_and_required_additions_break(new: str, *, breaks: bool) -> None:
    assert bool(breaking(OLD, new)) == breaks


def test_a_decision_needs_a_reason() -> None:
    assert decided("# a comment\n\nQuery.b was removed. -- nobody used it\n") == {
        "Query.b was removed.": "nobody used it"
    }
    with pytest.raises(AssertionError, match="no reason"):
        decided("Query.b was removed.")
