"""Committed files speak of the project alone: no secrets, no machine, no place of its making."""

import re
from collections.abc import Iterator

import pytest

from tests.architecture.source import ROOT, committed

# Each pattern is written so that it does not match itself.
HOSTS = re.compile(
    r"py[p]i\.org|pythonhost[e]d|npm[j]s\.|npm[m]irror|deb[.]debian|anacond[a]\.|tuna\.tsinghu[a]"
    r"|\"resolve[d]\":|--(extra-)?index-ur[l][ =]|--find-link[s][ =]",
    re.IGNORECASE,
)
PATHS = re.compile(r"(?<![\w.*/}-])/(work|root|tmp|home|opt|Users)/(?=[\w.])")
MAKING = re.compile(
    r"\b(AI[- ](generated|assisted|written)|L[L]M|chat ?bo[t]|language mode[l]|G[P]T|Claud[e]"
    r"|copilo[t]|sub-?agen[t]|coding agen[t]|an? assistan[t]|the assistan[t]"
    r"|session of (the|this) projec[t])\b",
    re.IGNORECASE,
)
SECRETS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KE[Y]|\bghp_[A-Za-z0-9]{36}|\bAKIA[A-Z0-9]{16}"
    r"|postgres(ql)?(\+\w+)?://[^\s:@/]+:(?!\.\.\.|\$|<|\{|secret|password)[^\s@]+@"
)
RULES = {"host": HOSTS, "machine path": PATHS, "making": MAKING, "secret": SECRETS}
BINARY = (".png", ".jpg", ".ico", ".woff2", ".gz", ".xlsx", ".pdf")


def indiscretions(path: str, text: str) -> Iterator[str]:
    """Lines of a file that say what a committed file must not say."""
    for number, line in enumerate(text.splitlines(), 1):
        for name, pattern in RULES.items():
            if found := pattern.search(line):
                yield f"{path}:{number}: {name}: {found.group()!r}"


def test_committed_files_are_discreet():
    texts = ((path, (ROOT / path)) for path in committed() if not path.endswith(BINARY))
    assert not [
        fault
        for path, file in texts
        for fault in indiscretions(path, file.read_text("utf-8", "replace"))
    ]


@pytest.mark.parametrize(
    "line",
    [
        "--hash=sha256:0 # https://files.python" + "hosted.org/x",
        "--index" + "-url https://example.org/simple",
        '      "resolve' + 'd": "https://example.org/x.tgz",',
        "see " + "/wo" + "rk/shared/design.md",
        "x = '/tm" + "p/x'",
        "cd /ro" + "ot/.cache",
        "written by an L" + "LM",
        "AI" + "-generated",
        "-----BEGIN PRIVATE " + "KEY-----",
        "postgresql://zhijian_app:hunter" + "2@db/zhijian",
    ],
)
def test_an_indiscretion_is_caught(line):
    assert list(indiscretions("a.md", line))


@pytest.mark.parametrize(
    "line",
    [
        "every session of a person can be ended",
        "https://keepachangelog.com/en/1.1.0/",
        "tests/work/test_a.py and var/tmp/x",
        "postgresql://zhijian_app:...@db/zhijian",
        "postgresql://zhijian_app@127.0.0.1:5432/zhijian",
    ],
)
def test_an_innocent_line_passes(line):
    assert not list(indiscretions("a.md", line))
