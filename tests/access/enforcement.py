"""Cases for the small world: clues, parts of every kind, publications now, over and withdrawn."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.ext.asyncio import AsyncSession

from core.register.models import Enterprise
from plugins.enforcement import models as m
from plugins.enforcement import models_decision as d
from plugins.enforcement import models_papers as p
from plugins.enforcement.models_law import DiscretionRule, DocumentForm, EnforcementCard
from plugins.enforcement.seeds import plant_enforcement_law
from tests.access.hazards import FOLLOWED
from tests.access.people import DAY, TODAY
from tests.fixtures.small_world import World

NOW = dt.datetime(2026, 11, 20, 2, tzinfo=dt.UTC)


async def add_cases(session: AsyncSession, world: World) -> None:
    """For each enterprise a case that it was told of, and one that it was not."""
    await plant_enforcement_law(session)
    rule = (await session.scalars(select(DiscretionRule).order_by(DiscretionRule.id))).first()
    form = (await session.scalars(select(DocumentForm).order_by(DocumentForm.id))).first()
    accounts = [world.accounts["branch-enforcement-officer"], world.accounts["station-head-first"]]
    for who, at in zip(accounts, ("branch", "first"), strict=True):
        session.add(
            EnforcementCard(
                account_id=who,
                holder=at,
                number=f"浙A{who}",
                valid_from=TODAY - 9 * DAY,
                valid_to=TODAY + 9 * DAY,
                organisation_ids=[world.organisations[at]],
                confirmed_on=TODAY,
            )
        )
    serial = 0
    for name, key in sorted(world.enterprises.items()):
        enterprise = await session.get_one(Enterprise, key)
        chain = [world.organisations[each] for each in FOLLOWED.get(name, ())]
        for told in (True, False):
            serial += 1
            place = {
                "town_id": enterprise.town_id,
                "enterprise_id": key if told else None,
                "organisation_ids": chain,
            }
            case = await _case(session, place, enterprise, rule.id, serial)
            session.add_all(
                _parts(place | {"case_id": case.id}, rule.id, form.id, serial, accounts)
            )
            await session.flush()
            await _decided(session, place | {"case_id": case.id}, serial, accounts[0])


async def name_parties(session: AsyncSession, clear: dict[tuple[str, int, str], str]) -> None:
    """Tell the persons of cases apart, and remember their names."""
    for case in (await session.scalars(select(m.PenaltyCase))).all():
        case.party_person = clear["penalty_case", case.id, "party_person"] = f"当事人{case.id}"
    for row in (await session.scalars(select(d.Service))).all():
        row.receiver = clear["service", row.id, "receiver"] = f"收件人{row.id}"


async def _case(session, place, enterprise, rule_id, serial):
    party = {
        "party_kind": list(m.PartyKind)[serial % 3],
        "party_name": enterprise.name,
        "party_enterprise_id": enterprise.id,
        "place_id": enterprise.town_id,
    }
    clue = m.Clue(
        **place,
        **party,
        source=list(m.ClueSource)[serial % 7],
        subject=f"U2FtcGxl{serial}",
        what="抽检不合格",
        found_on=TODAY - serial * DAY,
        taken_up_on=TODAY,
    )
    session.add(clue)
    await session.flush()
    case = m.PenaltyCase(
        **place,
        **party,
        clue_id=clue.id,
        number=f"萧质监案〔2026〕{serial}号",
        authority="XS",
        year=2026,
        serial=serial,
        cause="生产不合格产品",
        party_person="王小明",
        rule_id=rule_id,
        violated_on=TODAY - 90 * DAY,
        filed_on=TODAY - serial * DAY,
        decide_by=TODAY + (serial * 7 - 20) * DAY,
        closed_on=TODAY if serial % 4 == 0 else None,
    )
    proposal = m.FilingProposal(
        **place,
        clue_id=clue.id,
        proposed_by=1,
        proposed_on=TODAY,
        files=True,
        cause="生产不合格产品",
        facts="属实",
        rule_id=rule_id,
        officers=[],
    )
    spot = d.SpotPenalty(
        **place,
        **party,
        number=f"萧质监当罚〔2026〕{serial}号",
        made_on=TODAY,
        made_by=1,
        facts="未检定",
        heard="无",
        rule_id=rule_id,
        warning=True,
        fine=serial,
    )
    session.add_all((case, proposal, spot))
    await session.flush()
    return case


def _sums(serial):
    return {"result": m.CaseResult.PENALTY, "facts": "属实", "fine": 1_000 * serial}


def _parts(part, rule_id, form_id, serial, accounts):
    one = accounts[0]
    return [
        m.CaseOfficer(**part, account_id=one, holder="甲", card_number="A1", added_on=TODAY),
        m.CasePause(**part, kind=m.PauseKind.TESTING, first=TODAY, why="送检"),
        p.CoerciveMeasure(
            **part,
            kind=list(p.MeasureKind)[serial % 3],
            items=["壶"],
            taken_on=TODAY,
            taken_by=accounts,
            until=TODAY + (serial - 4) * DAY,
            outcome="",
        ),
        p.InvestigationReport(**part, **_sums(serial), serious=False, concluded_on=TODAY),
        p.CaseReview(
            **part, reviewed_by=one, reviewed_on=TODAY, agreed=True, opinion="同意", changed=False
        ),
        p.PenaltyNotice(
            **part,
            **_sums(serial),
            number=f"N{serial}",
            basis="第四十九条",
            hearing_offered=False,
            issued_on=TODAY,
        ),
        p.Defence(**part, filed_on=TODAY, text="申辩", answer=""),
        p.Hearing(**part, requested_on=TODAY, place="", report=""),
        p.CollectiveDiscussion(
            **part, held_on=TODAY, members=["甲"], opinions="同意", conclusion="同意"
        ),
        p.CaseDocument(
            **part,
            form_id=form_id,
            year=2026,
            serial=serial,
            number=f"D{serial}",
            issued_on=TODAY,
            content={"rule": rule_id},
        ),
        d.Service(
            **part,
            paper=d.ServedPaper.NOTICE,
            way=d.ServiceWay.DIRECT,
            served_on=TODAY,
            served_by=one,
            receiver="李小红",
        ),
        d.Payment(**part, paid_on=TODAY, amount=serial, reference="B"),
        d.Instalment(**part, due_on=TODAY + DAY, amount=serial),
    ]


async def _decided(session, part, serial, account):
    evidence = p.Evidence(
        **part,
        kind=p.EvidenceKind.PHYSICAL,
        what="样品",
        source="车间",
        taken_on=TODAY,
        taken_by=[account],
        holder="甲",
    )
    decision = d.PenaltyDecision(
        **part,
        **_sums(serial),
        number=f"罚{serial}",
        decided_on=TODAY,
        decided_by=account,
        annulled_by="",
    )
    session.add_all((evidence, decision))
    await session.flush()
    first, until = [(-9, 1), (-9, 0), (0, 30), (1, 9)][serial % 4]
    session.add_all(
        (
            p.CustodyEvent(
                **part,
                evidence_id=evidence.id,
                at=NOW,
                account_id=account,
                handed_by="甲",
                handed_to="乙",
                note="",
            ),
            d.Publication(
                **part,
                decision_id=decision.id,
                number=decision.number,
                party_name="样本",
                party_code="",
                violation="不合格",
                basis="第四十九条",
                kinds="罚款",
                content="罚款",
                fine=decision.fine,
                confiscation=0,
                authority="萧山分局",
                decided_on=TODAY,
                published_on=TODAY + first * DAY,
                shown=Range(TODAY + first * DAY, TODAY + until * DAY),
                ends_on=TODAY + until * DAY,
                withdrawal="",
            ),
        )
    )
    await session.flush()
