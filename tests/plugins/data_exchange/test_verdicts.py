"""Field by field: who is stronger, who has changed what; and files that must not be taken."""

import pytest

from core.errors import InvalidInput
from core.store.personal import unlock
from plugins.data_exchange.models import FeedFormat
from plugins.data_exchange.models_staging import Side
from plugins.data_exchange.service_formats import closed, opened, read_records
from plugins.data_exchange.service_verdicts import Compared, Verdict, judge

AUTHORITY = ("province", "district")


def sides(theirs, ours, last=None, source=None, partner="province", **more):
    """One field `f`; `last`: (theirs, ours) when the two last agreed."""
    return Compared(
        theirs={"f": theirs},
        ours={"f": ours},
        last_theirs=None if last is None else {"f": last[0]},
        last_ours=None if last is None else {"f": last[1]},
        sources={} if source is None else {"f": source},
        partner=partner,
        **more,
    )


@pytest.mark.parametrize(
    ("given", "verdict", "because"),
    [
        (sides(2, 1, (1, 1)), "take", "theirs_newer"),
        (sides(1, 2, (1, 1)), "keep", "ours_newer"),
        (sides(2, 3, (1, 1)), "conflict", "both_changed"),
        (sides(2, 1), "conflict", "first_contact"),
        (sides(2, 1, source="district"), "take", "theirs_ranks_higher"),
        (sides(2, 1, source="province", partner="district"), "keep", "ours_ranks_higher"),
        (sides(2, 1, (1, 1), "province", "district"), "keep", "ours_ranks_higher"),
        (sides(2, 1, (1, 1), "district"), "take", "theirs_newer"),
        (sides(2, 1, (1, 1), doubtful_clock=True), "conflict", "clock"),
    ],
)
def test_verdicts(given, verdict, because):
    found = judge("f", given, AUTHORITY)
    assert (found.verdict, found.because) == (Verdict(verdict), because)


def test_a_correction_of_ours_is_never_overwritten_silently():
    found = judge("f", sides(2, 3, (1, 1)), AUTHORITY)
    assert (found.verdict, found.proposal) == (Verdict.CONFLICT, Side.THEIRS)


GB = '<r><x A="糕点"><B>2</B></x></r>'
RECORD = [{"A": "糕点", "B": "2"}]


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("CSV", "A,B\n糕点,2\n".encode("gb18030")),
        ("CSV", "\ufeffA,B\n糕点,2\n".encode()),
        ("JSON", '{"records": [{"A": "糕点", "B": 2}]}'.encode()),
        ("XML", "<r><x><A>糕点</A><B>2</B></x></r>".encode()),
        (
            "XML",
            '<?xml version="1.0" encoding="gb2312"?><r><x A="糕点"><B>2</B></x></r>'.encode("gbk"),
        ),
    ],
)
def test_formats(form, text):
    unlock(b"tests use this key and nothing else")
    assert read_records(text, FeedFormat[form]) == RECORD
    assert opened(closed(text)) == text


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    b"<r><x><A>&b;</A></x></r>"
)
OUTSIDE = (
    b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/hostname">]>'
    b"<r><x><A>&f;</A></x></r>"
)


@pytest.mark.parametrize("text", [BOMB, OUTSIDE, b"<r><x><A>1</x></r>", b"<r>&nbsp;</r>"])
def test_xml_with_a_document_type_or_an_entity_is_refused(text):
    with pytest.raises(InvalidInput) as refused:
        read_records(text, FeedFormat.XML)
    assert refused.value.stable_code == "FILE_BROKEN"
