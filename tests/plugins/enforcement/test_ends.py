"""Cases that end without a penalty: none, transferred as a crime, withdrawn."""

import pytest

from tests.plugins.enforcement.docket import CLERK, LEADER, OFFICER, PARTY, REVIEWER, STATION


@pytest.mark.parametrize(
    ("result", "ground"),
    [("NO_PENALTY", "SLIGHT_CORRECTED"), ("TRANSFERRED", None), ("WITHDRAWN", None)],
)
async def test_what_is_not_penalised_needs_no_notice_and_cannot_be_fined(docket, result, ground):
    await docket.file()
    said = {"facts": "轻微，已改正", "result": result}
    if ground:
        assert await docket.code(OFFICER, "concludeInvestigation", **said) == "INVALID_INPUT"
    await docket.act(OFFICER, "concludeInvestigation", **said, ground=ground)
    await docket.act(STATION, "signInvestigation")
    await docket.act(REVIEWER, "reviewCase", agreed=True, opinion="同意")
    assert await docket.step() == "decided"
    fined = {"result": "PENALTY", "fine": 60_000, "reason": "应当处罚"}
    assert await docket.code(LEADER, "decideCase", **fined) in (
        "NOTICE_MISSING",
        "FINE_OUT_OF_BOUNDS",  # no value of goods was found
    )
    await docket.act(LEADER, "decideCase")
    if result == "NO_PENALTY":
        assert await docket.state(PARTY) is None
        await docket.act(OFFICER, "serveDecision", **docket.served())
        assert (await docket.state(PARTY))["decisions"][0]["result"] == result
    assert await docket.code(CLERK, "publishDecision") == "NOT_PUBLISHED"
    await docket.act(LEADER, "closeCase")
    await docket.act(CLERK, "archiveCase")
    state = await docket.state()
    assert (state["matter"]["outcome"], state["closureReason"]) == (result, result)
    assert state["notices"] == []
