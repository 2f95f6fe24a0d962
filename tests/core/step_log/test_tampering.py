"""Sixteen ways to tamper with the published log are found, two more inside; by the owner, too.

The verifier is tested by mutants: each is the stand-alone file with one defect, and each misses
something, or finds what is not there.
"""

import subprocess
import sys
import types
from pathlib import Path

import pytest

from core.step_log import verify_steps
from core.step_log.auditing import _audit
from core.step_log.verify_steps import verify
from tests.core.step_log import ground as g
from tests.core.step_log.tampering import FILES, INSIDE
from tests.fixtures.bureau import open_bureau

SOURCE = Path(verify_steps.__file__)
TEXT = SOURCE.read_text("utf-8")


@pytest.fixture(scope="module")
async def closed(databases, template):
    """A bureau with its log closed, and the anchors that somebody has kept outside."""
    async with open_bureau(databases, template) as bureau:
        await g.make_steps(bureau)
        yield bureau, await g.close(bureau)


@pytest.fixture(scope="module")
async def tampered(closed):
    """Name -> the files after it, as (log, anchors, secrets); "" is the log as it is."""
    bureau, _ = closed
    found = {}
    for act in (None, *FILES):
        async with g.owner(bureau) as connection:
            if act is not None:
                await act(connection)
            found[act.__name__ if act else ""] = await g.exported(connection)
    return found


@pytest.fixture(scope="module")
async def scenarios(closed, tampered):
    """Name -> what is given to the verifier: the above, and what a cleverer forger would make."""
    _, held = closed
    found = {
        name: (log, anchors, held, secrets) for name, (log, anchors, secrets) in tampered.items()
    }
    log, anchors, _ = tampered[""]
    found["a day without its anchor"] = (log, [*anchors[:2], anchors[3]], (), None)
    found["lines beyond the anchors"] = (log, anchors[:3], (), None)
    found["a day cut off, anchor and all"] = (log[:12], anchors[:3], held, None)
    found["a hole in the numbers"] = (*forged((1, 20), (3, 21)), (), None)
    found["a day that runs backwards"] = (*forged((1, 20), (2, 20)), (), None)
    found["a line of a day to come"] = (*forged((1, 20), (2, 29)), (), None)
    found["no log at all"] = ([], anchors, (), None)
    return found


def forged(*lines):
    """A log whose hashes all fit, and its anchors of 20 and 21 November."""
    log, anchors = [], []
    head, previous = verify_steps.GENESIS, verify_steps.FIRST_ANCHOR
    for day, (number, of) in enumerate(lines, 20):
        content = f'{{"n":{number},"day":"2026-11-{of}","seal":"","step":null}}'
        head = verify_steps.chained(head, content)
        log.append(f"{head} {content}")
        anchors.append(
            f'{{"day":"2026-11-{day}","sequence":{number},"chain_hash":"{head}",'
            f'"previous":"{previous}"}}'
        )
        previous = verify_steps.digest(anchors[-1])
    return log, anchors


def findings(module, given):
    return module.verify(*given)[1]


async def test_an_untouched_log_is_intact(closed, tampered):
    _, held = closed
    examination, found = verify(*tampered[""][:2], held, tampered[""][2])
    assert found == []
    assert (examination.lines, len(examination.anchors)) == (18, 4)


@pytest.mark.parametrize("act", FILES, ids=lambda act: act.__name__)
async def test_it_is_found_in_the_published_files(tampered, scenarios, act):
    assert tampered[act.__name__] != tampered[""], "it changed nothing"
    assert findings(verify_steps, scenarios[act.__name__]) != []


def test_what_a_cleverer_forger_makes_is_found(scenarios):
    missed = [name for name, given in scenarios.items() if not findings(verify_steps, given)]
    assert missed == [""], "the log as it is"
    assert verify(*forged((1, 20), (2, 21)))[1] == [], "the forger's hashes do fit"


@pytest.mark.parametrize("act", [*FILES, *INSIDE], ids=lambda act: act.__name__)
async def test_it_is_found_inside(closed, act):
    bureau, held = closed
    async with g.owner(bureau) as connection:
        assert (await _audit(connection, held)).findings == []
        await act(connection)
        assert (await _audit(connection, held)).findings != []


MUTANTS = {
    "no hash is compared": ("elif chained(self._previous, content) != found:", "elif False:"),
    "a gap is no matter": ("if number != self.number + 1:", "if False:"),
    "the chain forgets the line before": ('digest(f"{previous}\\n{content}")', "digest(content)"),
    "no anchor is compared": (
        "anchor.sequence < number or anchor.chain_hash != found",
        "anchor.sequence < number",
    ),
    "a missed anchor is forgiven": (
        "if anchor.sequence > self.number:",
        "if anchor.sequence > self.number + 100:",
    ),
    "lines after the last anchor are fine": ("if self.number > last:", "if False:"),
    "anchors need not follow each other": (" or (whole and follows != previous)", ""),
    "published anchors are believed": (
        "if known.get(each.day) != each",
        "if each.day in known and False",
    ),
    "a deleted anchor is not missed": (
        "if known.get(each.day) != each",
        "if known.get(each.day, each) != each",
    ),
    "no seal is opened": ('elif sealed(secret["salt"], secret["event"]) != seal:',
                          "elif False:"),
    "a step that is gone is fine": ("""yield Finding("NO_EVENT", f"line {number}")""", "pass"),
    "the salt does not count": ('return digest(f"{salt}\\n{', 'return digest(f"\\n{'),
    "days may run backwards": ("self._day = max(self._day, _after(anchor.day))", "pass"),
    "no day is compared": ("if day < self._day:", "if False:"),
    "a line may be of a later day than its anchor": (
        "if anchor.sequence == number and day > anchor.day:",
        "if False:",
    ),
    "an empty log cuts nothing": (
        'self._add("CUT_TAIL", f"anchor of {anchor.day} names line {anchor.sequence}")',
        "pass",
    ),
    "an empty day breaks the log": ("self.anchors[self._next].sequence <= number",
                                    "self.anchors[self._next].sequence < number"),
    "the first line hangs in the air": ('GENESIS = "zhijian steps"', 'GENESIS = "steps"'),
}  # fmt: skip


@pytest.mark.parametrize("name", MUTANTS)
def test_a_defect_of_the_verifier_is_noticed(scenarios, name):
    mutant = mutated(name)
    wrong = [
        each for each, given in scenarios.items() if bool(_safely(mutant, given)) != bool(each)
    ]
    assert wrong, "everything is still found, and nothing else"


def mutated(name):
    before, after = MUTANTS[name]
    text = TEXT
    assert text.count(before) >= 1, "the verifier has changed: adapt the mutant"
    module = types.ModuleType("mutant")
    sys.modules["mutant"] = module  # dataclasses look their module up
    exec(compile(text.replace(before, after), "mutant", "exec"), module.__dict__)  # noqa: S102  our own text
    return module


def _safely(module, given):
    try:
        return findings(module, given)
    except (KeyError, TypeError):
        return ["it broke"]


def kinds(found):
    return [each.kind for each in found]


async def test_a_part_of_the_log_is_proven_by_the_anchor_before_it(tampered):
    log, anchors, _ = tampered[""]
    assert verify(log[6:], anchors)[1] == []
    assert "UNPROVEN" in kinds(verify(log[7:], anchors)[1])
    edited = [log[6].replace("2026", "2025"), *log[7:]]
    assert "EDITED" in kinds(verify(edited, anchors)[1])


async def test_one_line_kept_on_paper_is_enough(tampered):
    anchors = tampered[""][1]
    log, others, _ = tampered["rewrite_everything"]
    assert verify(log, others)[1] == [], "by itself it is a log like any other"
    assert kinds(verify(log, others, [anchors[1]])[1]) == ["ANCHORS_DISAGREE"]


def test_the_file_stands_alone(tampered, tmp_path):
    """As a citizen runs it: a plain interpreter without this project on its path."""
    for name, lines in zip(("log", "anchors", "secrets"), tampered[""], strict=True):
        (tmp_path / name).write_text("\n".join(lines) + "\n", "utf-8")
    copy = tmp_path / "verify_steps.py"
    copy.write_text(TEXT, "utf-8")

    def run(*more):
        asked = [sys.executable, "-I", str(copy), str(tmp_path / "log"), "--anchors"]
        done = subprocess.run(
            [*asked, str(tmp_path / "anchors"), *more],
            capture_output=True, text=True, check=False, cwd=tmp_path,
            env={"PYTHONIOENCODING": "utf-8"},
        )  # fmt: skip
        return done.returncode, done.stdout + done.stderr

    code, text = run("--secrets", str(tmp_path / "secrets"))
    assert (code, "日志完好" in text) == (0, True), text
    (tmp_path / "log").write_text("\n".join(tampered["edit_a_line"][0]), "utf-8")
    code, text = run()
    assert (code, "EDITED" in text) == (1, True), text
    assert run("--held", str(tmp_path / "nothing"))[0] == 2
