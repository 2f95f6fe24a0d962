"""What is written, and what is kept: within bounds; what is not known counts as changed."""

import pytest

from core.unchanged.answers import MOST, OVERHEAD, SHARE, Answers, validator_of
from core.unchanged.tables import Tables

LICENCE = frozenset({"licence"})


class Listening:
    """Whether notifications can be relied upon."""

    fresh = True


@pytest.fixture
def listening():
    return Listening()


@pytest.fixture
def tables(listening):
    made = Tables(lambda: listening.fresh)
    made.watch({"licence", "elevator"})
    made.missed()
    return made


@pytest.fixture
def answers(tables):
    return Answers(tables, 100_000)


def kept(answers, key, value=b"x", tables=LICENCE, weight=0):
    return answers.keep(key, value, tables, answers.begin(tables), weight)


def test_an_answer_stands_until_one_of_its_tables_is_written(answers, tables):
    kept(answers, "both", tables=frozenset({"licence", "elevator"}))
    kept(answers, "one")
    tables.hear("elevator")
    assert answers.find("one").value == b"x"
    assert answers.find("both") is None
    tables.changed(["licence", "elevator"])
    assert answers.find("one") is None
    assert (len(answers), answers.bytes) == (0, 0)


def test_what_is_written_while_one_reads_is_not_kept(answers, tables):
    begun = answers.begin(LICENCE)
    tables.hear("licence")
    assert answers.keep("key", b"old", LICENCE, begun, 0) is None
    assert answers.find("key") is None
    begun = answers.begin(LICENCE)
    tables.hear("elevator")
    assert answers.keep("key", b"new", LICENCE, begun, 0) is not None


def test_a_broken_connection_ends_what_was_read_before_and_during_it(answers, tables, listening):
    kept(answers, "before")
    begun = answers.begin(LICENCE)
    listening.fresh = False
    assert answers.find("before") is None
    assert answers.begin(LICENCE) is None
    tables.missed()
    listening.fresh = True
    assert answers.find("before") is None
    assert answers.keep("during", b"x", LICENCE, begun, 0) is None
    assert kept(answers, "after")


def test_nothing_is_kept_before_anybody_listens_or_of_tables_that_do_not_tell(tables, answers):
    deaf = Tables(lambda: True)
    deaf.watch(LICENCE)
    assert Answers(deaf, 100_000).begin(LICENCE) is None
    assert answers.begin(frozenset({"licence", "queued_job"})) is None
    assert Answers(tables, 0).begin(LICENCE) is None


def test_unknown_names_take_no_room(tables):
    for number in range(100):
        tables.hear(f"made_up_{number}")
    assert tables.now == 1
    assert not tables._changed


def test_memory_and_number_are_bounded_and_the_unused_go_first(tables):
    answers = Answers(tables, 10 * OVERHEAD * SHARE)
    for number in range(200):
        kept(answers, number, weight=OVERHEAD)
        assert answers.find(0) or number > 500
        assert answers.bytes <= answers.room
        assert answers.bytes == 2 * OVERHEAD * len(answers)
    assert answers.find(1) is None, "what nobody asked for has gone"
    assert kept(answers, "too large", weight=answers.room // SHARE) is None
    answers = Answers(tables, 1 << 40)
    for number in range(MOST + 10):
        kept(answers, number)
    assert len(answers) == MOST


def test_a_key_is_kept_once(answers):
    kept(answers, "key", b"first", weight=5)
    kept(answers, "key", b"second", weight=9)
    assert answers.find("key").value == b"second"
    assert answers.bytes == OVERHEAD + 9


def test_validators_tell_bodies_apart_and_nothing_else(answers):
    assert kept(answers, 1, b"{}").validator == kept(answers, 2, b"{}").validator
    assert validator_of(b"{}") != validator_of(b"{ }")
