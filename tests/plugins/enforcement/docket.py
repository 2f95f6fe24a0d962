"""The way of a case in short form, through GraphQL, each step by the person whose step it is."""

import datetime as dt

from core.clock import business_date
from core.register.divisions_data import XIAOSHAN, DivisionKind
from core.register.models import Division
from plugins.enforcement.seeds import plant_enforcement_law
from schema.ids import global_id
from tests.core.files.ground import make_upload

OFFICER, STATION = "branch-enforcement-officer", "station-inspector-first"
CLERK, CHIEF = "branch-enforcement-clerk", "branch-enforcement-chief"
REVIEWER, LEADER = "branch-legal-reviewer", "branch-deciding-leader"
PARTY, NEIGHBOUR = "enterprise-manager-a1", "enterprise-manager-a2"
TOWN = "town-quality-officer-a"
TODAY = dt.date(2026, 11, 23)
VALUE = 48_600
CASE = "penaltyCase { id version }"
STATE = """query ($id: ID!) { penaltyCase(id: $id) {
  number cause partyName filedOn decideBy extended result decidedOn closureReason closedOn version
  archiveNumber matter { step state outcome dueOn steps { act step toStep } }
  notices { number fine lowest highest grade hearingOffered servedOn answerBy waivedOn }
  hearings { requestedOn notifiedOn heldOn endedOn } defences { text accepted answer }
  decisions { number result fine grade lowest highest payBy publishBy publishedOn servedOn
    withdrawBy annulledOn }
  publications { number partyName fine endsOn withdrawnOn }
} }"""
INSIDE = """query ($id: ID!) { penaltyCase(id: $id) {
  officers { id holder cardNumber removedOn } pauses { kind first last }
  evidence { id kind holder custody { handedBy handedTo } }
  measures { id kind until lapsed liftedOn extended approvedOn version }
  reviews { agreed changed opinion }
  reports { grade fine lowest highest gradeReason } documents { number form { number name } }
  payments { id amount confirmedOn }
} }"""


class Docket:
    """One bureau with law and cards, and a case on its way."""

    def __init__(self, bureau, rules, cards):
        self.bureau, self.rules, self.cards = bureau, rules, cards
        self.clue = self.id = None

    @property
    def today(self):
        return business_date(self.bureau.clock)

    async def run(self, who, name, fields="", **given):
        """Run a mutation that must succeed."""
        done = await self.bureau.as_user(who).run(name, fields, **given)
        assert done["userErrors"] == [], (name, done["userErrors"])
        return done

    async def act(self, who, name, **given):
        """Run a step of the case that must succeed."""
        return (await self.run(who, name, CASE, caseId=self.id, **given))["penaltyCase"]

    async def code(self, who, name, **given):
        """The code with which an act on the case is refused, or the words of the schema."""
        error = await self.refusal(who, name, **given)
        return error["code"]

    async def refusal(self, who, name, **given):
        """The first error of an act on the case that must not succeed."""
        kind = name[0].upper() + name[1:] + "Input!"
        text = f"mutation($i: {kind}) {{ {name}(input: $i) {{ userErrors {{ code field message"
        text += " explain } } }"
        given = {"caseId": self.id} | given if "id" not in given else given
        if "clueId" in given:
            given.pop("caseId", None)
        answer = (await self.bureau.as_user(who).post(text, i=given)).json()
        if "errors" in answer:
            return {"code": answer["errors"][0]["message"].split(".")[0][:60]}
        errors = answer["data"][name]["userErrors"]
        assert errors, f"{who} was allowed to {name}"
        return errors[0]

    async def state(self, who=CHIEF):
        return (await self.bureau.as_user(who).ask(STATE, id=self.id))["penaltyCase"]

    async def inside(self, who=CHIEF):
        return (await self.bureau.as_user(who).ask(INSIDE, id=self.id))["penaltyCase"]

    async def step(self):
        return (await self.state())["matter"]["step"]

    async def photo(self, who):
        return global_id("Attachment", await make_upload(self.bureau, who))

    def unit(self, name="a1"):
        return global_id("Enterprise", self.bureau.world.enterprises[name])

    async def hand_over_clue(self, who=CLERK, **given):
        told = {"what": "抽检样品不合格", "source": "SAMPLING", "enterpriseId": self.unit()} | given
        done = await self.run(who, "handOverClue", "clue { id version }", **told)
        self.clue = done["clue"]["id"]
        return done["clue"]

    def proposal(self, **more):
        return {
            "clueId": self.clue,
            "cause": "生产不符合国家标准的产品",
            "facts": "检验报告证实不合格",
            "ruleId": self.rules["PQ49"],
            "violatedOn": (self.today - dt.timedelta(days=30)).isoformat(),
            "officerIds": [self.cards[OFFICER], self.cards[STATION]],
        } | more

    async def file(self, **more):
        """From a clue to a case that is being investigated."""
        await self.hand_over_clue()
        await self.run(OFFICER, "proposeFiling", **self.proposal(**more))
        await self.run(LEADER, "decideFiling", clueId=self.clue, files=True)
        rows = await self.bureau.rows("select max(id) as id from penalty_case")
        self.id = global_id("PenaltyCase", rows[0]["id"])

    def report(self, **more):
        return {"facts": "生产不合格产品 486 件", "goodsValue": VALUE, "fine": 60_000} | more

    def served(self, **more):
        return {"servedOn": self.today.isoformat(), "receiver": "王小明"} | more

    async def to(self, step, **more):
        """Walk from nothing to where `step` waits; waits for the party's days where needed."""
        await self.file()
        walk = (
            ("reviewed", OFFICER, "concludeInvestigation", lambda: self.report(**more)),
            ("reviewed", STATION, "signInvestigation", dict),
            ("noticed", REVIEWER, "reviewCase", lambda: {"agreed": True, "opinion": "同意"}),
            ("told", OFFICER, "issuePenaltyNotice", lambda: {"basis": "产品质量法第四十九条"}),
            ("answered", OFFICER, "serveNotice", self.served),
            ("decided", PARTY, "waiveAnswer", dict),
            ("decided", OFFICER, "submitForDecision", dict),
            ("served", LEADER, "decideCase", dict),
            ("performed", OFFICER, "serveDecision", self.served),
        )
        for at, who, name, given in walk:
            if await self.step() == step and at != step:
                return
            await self.act(who, name, **given())

    async def traces(self):
        """Everything that an act could leave behind."""
        tables = ("clue", "filing_proposal", "penalty_case", "matter", "step_event", "case_officer")
        more = ("penalty_notice", "defence", "hearing", "penalty_decision", "payment", "service")
        last = ("publication", "case_document", "spot_penalty", "case_pause", "evidence")
        return {
            t: await self.bureau.rows(f"select * from {t} order by id")
            for t in (*tables, *more, *last)
        }


async def docket_in(bureau):
    """A docket in a bureau; plants the law, the district, and everybody's cards."""
    async with bureau.application.store.system() as session:
        await plant_enforcement_law(session)
        session.add(
            Division(
                code=XIAOSHAN,
                name="萧山区",
                name_en="Xiaoshan",
                kind=DivisionKind.DISTRICT,
                valid_from=dt.date(2001, 3, 25),
            )
        )
    cards = {}
    valid_to = (business_date(bureau.clock) + dt.timedelta(days=3_000)).isoformat()
    for number, who in enumerate((OFFICER, STATION, CLERK, CHIEF, REVIEWER)):
        done = await bureau.as_user(who).run(
            "registerEnforcementCard",
            "enforcementCard { id }",
            number=f"ZJ{number}",
            validTo=valid_to,
        )
        cards[who] = done["enforcementCard"]["id"]
        by = LEADER if who == CHIEF else CHIEF
        assert (await bureau.as_user(by).do("confirmEnforcementCard", id=cards[who]))[
            "userErrors"
        ] == []
    rows = await bureau.rows("select id, code from discretion_rule")
    rules = {row["code"]: global_id("DiscretionRule", row["id"]) for row in rows}
    return Docket(bureau, rules, cards)
