"""What happened later, and what of it was warned of: failures, accidents, suppressed alarms."""

import datetime as dt
from typing import Any

import pytest

from core.declarations import OutcomeEvent
from plugins.special_equipment.types import Equipment, EquipmentInspection
from schema.outcomes import read_outcomes
from tests.access.devices import add_devices
from tests.fixtures.policy import edit_policy
from tests.fixtures.small_world import confirm
from tests.plugins.early_warning.ground import CHIEF

TODAY = dt.date(2026, 11, 23)
BACKTEST = """query ($bands: [BandInput!], $from: Date, $to: Date) {
  backtestRule(code: "E1", bands: $bands, from: $from, to: $to) {
    candidate { suppressed falseAlarmRate watched events { code title happened warned missed } }
    active { suppressed falseAlarmRate watched events { code happened warned missed } }
  } }"""
WATCH = """insert into watch (rule_code, due_on, since, until, renewed, colour, resource,
  subject_key, town_id, enterprise_id, organisation_ids)
  select 'E1', $2, $3, $4, $5, 'GREEN', 'special_equipment:Equipment', id, town_id, enterprise_id,
  '{}' from equipment where id = $1 returning id"""
INSPECTED = """insert into equipment_inspection (equipment_id, town_id, enterprise_id, kind, body,
  report_no, inspected_on, conclusion, problems, recorded_at)
  select id, town_id, enterprise_id, 'PERIODIC', '检测院', $1::text, $3, $4, '', now()
  from equipment where id = $2"""


ACCIDENT = """insert into accident (equipment_id, town_id, enterprise_id, occurred_on, deaths,
  injuries, loss_yuan, summary, recorded_at)
  select id, town_id, enterprise_id, $2, 0, 1, 0, '困人', now() from equipment where id = $1"""


class Past:
    """Watched dates and inspections, as they were."""

    def __init__(self, bureau: Any, devices: list[int]) -> None:
        self.bureau, self.devices, self.reports = bureau, devices, 0

    async def watched(self, device, due, since, until=None, renewed=None):
        given = (self.devices[device], due, since, until, renewed)
        await self.bureau.rows(WATCH, *given)

    async def inspected(self, device, on, conclusion="FAILED"):
        self.reports += 1
        await self.bureau.rows(INSPECTED, f"R{self.reports}", self.devices[device], on, conclusion)

    async def told(self, who=CHIEF, **given):
        asked = {"from": "2026-01-01", "to": TODAY.isoformat()} | given
        return (await self.bureau.as_user(who).ask(BACKTEST, **asked))["backtestRule"]


@pytest.fixture
async def past(bureau):
    """Devices without any watch."""
    application = bureau.application
    async with application.store.system() as session:
        await confirm(session, bureau.world, bureau.clock.now())
        await add_devices(session, bureau.world, bureau.clock.now())
    rows = await bureau.rows("select id from equipment where town_id is not null order by id")
    return Past(bureau, [row["id"] for row in rows])


def only(side, code="failed_inspection"):
    (event,) = (each for each in side["events"] if each["code"] == code)
    return {name: event[name] for name in ("happened", "warned", "missed")}


async def test_failures_are_counted_once_and_those_warned_of_before(past):
    day = dt.date
    # red (three months) from 10 March on: its failure on 1 June had been warned of
    await past.watched(0, day(2026, 6, 10), day(2025, 6, 1), day(2026, 6, 1), False)
    await past.watched(0, day(2026, 5, 31), day(2026, 6, 1))  # what the failure itself made of it
    await past.inspected(0, day(2026, 6, 1))
    # due in 2027: nothing had been said when it failed; its own effect is no warning of it
    await past.watched(1, day(2027, 6, 10), day(2025, 6, 1), day(2026, 6, 1), False)
    await past.watched(1, day(2026, 5, 31), day(2026, 6, 1))
    await past.inspected(1, day(2026, 6, 1))
    # passed, before the range, after it, and of a device that nobody watched by then
    await past.inspected(0, day(2026, 6, 2), "PASSED")
    await past.inspected(0, day(2025, 12, 31))
    await past.inspected(1, day(2027, 1, 1))
    await past.watched(2, day(2026, 6, 10), day(2026, 7, 1))
    await past.inspected(2, day(2026, 6, 1))
    told = await past.told()
    assert only(told["active"]) == {"happened": 2, "warned": 1, "missed": 1}
    assert [each["title"] for each in told["candidate"]["events"]] == ["检验不合格", "事故"]


async def test_accidents_are_counted_beside_failures(past):
    day = dt.date
    await past.watched(0, day(2026, 6, 10), day(2025, 6, 1))  # red from 10 March on
    await past.watched(1, day(2027, 6, 10), day(2025, 6, 1))
    for device in (0, 1, 2):  # of the third nobody had a date to watch
        await past.bureau.rows(ACCIDENT, past.devices[device], day(2026, 5, 4))
    told = await past.told()
    assert only(told["active"], "accident") == {"happened": 2, "warned": 1, "missed": 1}
    assert only(told["active"])["happened"] == 0


async def test_wider_bands_would_have_warned_of_more(past):
    day = dt.date
    await past.watched(0, day(2027, 2, 10), day(2025, 6, 1))
    await past.inspected(0, day(2026, 6, 1))
    told = await past.told(bands=[{"colour": "YELLOW", "limit": 12}])
    assert only(told["candidate"]) == {"happened": 1, "warned": 1, "missed": 0}
    assert only(told["active"]) == {"happened": 1, "warned": 0, "missed": 1}


async def test_who_may_not_read_the_event_is_told_nothing_of_it(past):
    await past.watched(0, dt.date(2026, 6, 10), dt.date(2025, 6, 1))
    await past.inspected(0, dt.date(2026, 6, 1))
    assert only((await past.told())["active"])["happened"] == 1
    role = "branch.special_equipment_chief"
    await edit_policy(
        past.bureau, [f"{role},special_equipment:EquipmentInspection.conclusion,read,all,deny"]
    )
    assert [each["code"] for each in (await past.told())["active"]["events"]] == ["accident"]


async def test_only_events_in_scope_are_counted(past):
    rows = await past.bureau.rows(
        "select e.id, d.name from equipment e join division d on d.id = e.town_id order by e.id"
    )
    towns = {row["id"]: row["name"] for row in rows}
    for number, _ in enumerate(past.devices):
        await past.watched(number, dt.date(2026, 6, 10), dt.date(2025, 6, 1))
        await past.inspected(number, dt.date(2026, 6, 1))
    mine = [key for key in past.devices if towns[key] == "新街"]
    assert 0 < len(mine) < len(past.devices)
    shown = only((await past.told("town-leader-a"))["active"])
    assert shown["happened"] == len(mine)
    assert only((await past.told())["active"])["happened"] == len(past.devices)


async def test_what_was_suppressed_counts_as_a_false_alarm(past):
    day = dt.date
    for device in range(4):
        await past.watched(device, day(2026, 12, 1), day(2026, 1, 1))
    (version,) = await past.bureau.rows(
        "select id from warning_rule_version where code = 'E1' and state = 'PUBLISHED'"
    )
    for device in range(2):
        (made,) = await past.bureau.rows(
            """insert into warning (rule_code, rule_version_id, resource, subject_key, town_id,
                 enterprise_id, organisation_ids, due_on, colour, colour_since, raised_on, state,
                 level, version)
               select 'E1', $2, 'special_equipment:Equipment', id, town_id, enterprise_id, '{}',
                 '2026-12-01', 'RED', '2026-09-01', '2026-09-01', 'RAISED', 0, 1
               from equipment where id = $1 returning id""",
            past.devices[device], version["id"],
        )  # fmt: skip
        if device == 0:
            await past.bureau.rows(
                """insert into warning_event (warning_id, act, colour, "on", recorded_at, note,
                     resource, subject_key, town_id, enterprise_id, organisation_ids)
                   select id, 'SUPPRESSED', 'RED', '2026-09-02', now(), '', resource, subject_key,
                     town_id, enterprise_id, '{}' from warning where id = $1""",
                made["id"],
            )
    for side in (await past.told()).values():
        assert (side["watched"], side["suppressed"], side["falseAlarmRate"]) == (4, 1, 0.25)


class _Given:
    """Plugins that declare one event."""

    def __init__(self, event):
        self.event = event

    def contributions(self, hook):
        return [("special_equipment", self.event)] if hook == "outcome_events" else []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"subject_field": "kind"}, "leads to no Equipment"),
        ({"subject_field": "nothing"}, "leads to no Equipment"),
        ({"date_field": "report_no"}, "is no date"),
        ({"where": {"conclusion": {"eq": "BROKEN"}}}, "BROKEN"),
        ({"where": {"colour": {"eq": "RED"}}}, "colour"),
        ({"chinese": " "}, "needs a name"),
    ],
)
def test_a_faulty_declaration_is_named(wrong, said, assembly):
    sound = {
        "code": "failed",
        "subject": Equipment,
        "record": EquipmentInspection,
        "subject_field": "equipment",
        "date_field": "inspected_on",
        "chinese": "检验不合格",
        "english": "Failed",
    }
    schema, resources = assembly.schema, assembly.resources
    found, faults = read_outcomes(_Given(OutcomeEvent(**sound)), schema, resources)
    assert faults == {}
    assert [each.code for each in found["special_equipment:Equipment"]] == ["failed"]
    _, faults = read_outcomes(_Given(OutcomeEvent(**sound | wrong)), schema, resources)
    assert said in faults["special_equipment"]
