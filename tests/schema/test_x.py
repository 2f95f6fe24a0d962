import asyncio, json, datetime as dt
from core.policy.access import Access, Actor, Duty
from core.policy.compiler import compile_table
from core.policy.defaults import load_roles
from core.policy.rules import Rule
from core.store.engine import Store
from core.gateway.verdict import Limits
from schema.execution import Ask, Executor
from schema.views import Views
from tests.fixtures.clock import TestClock

DOCS = [
 "{ enterprises(first: 3) { totalCount pageInfo { hasNextPage endCursor } nodes { id name town { name } sites { name } } edges { cursor node { name isKeyUnit } } } }",
 "{ enterprises(where: {name: {contains: \"a1\"}}, orderBy: NAME_DESC) { nodes { name legalRepresentative phone } } }",
 "{ divisions { nodes { code name kind validFrom validTo } } }",
 "query($w: EnterpriseWhere, $n: Int!) { enterprises(where: $w, first: $n) { nodes { __typename id name ... on Node { id } } totalCount } }",
 "{ enterprises(where: {or: [{name: {contains: \"a1\"}}, {not: {isKeyUnit: {eq: true}}}]}) { nodes { name } } }",
 "{ enterprises(where: {phone: {eq: \"13800001234\"}}) { totalCount } }",
 "{ enterprises(where: {town: {name: {eq: \"新街\"}}}) { totalCount nodes { name } } }",
 "{ sites(first: 2) { nodes { enterprise { name } town { name } } } }",
]
async def test_paths(databases, template, assembly):
    ends = databases.make_database("scratch", template.name)
    clock = TestClock()
    store = Store(ends.app, clock)
    roles = load_roles()
    rules=[]
    for r in ("branch.licensing_chief","town.leader","enterprise.manager"):
        scope={"b":"all","t":"divisions","e":"own"}[r[0]]
        for t in ("Enterprise","Site","KeyUnitDesignation"):
            rules.append(Rule(r,f"core:{t}","read",scope,"allow"))
        for t in ("Division","EnterpriseCard"): rules.append(Rule(r,f"core:{t}","read","all","allow"))
        rules.append(Rule(r,"core:Enterprise.phone","read","all","mask"))
    rules.append(Rule("branch.licensing_chief","core:Enterprise.legalRepresentative","read","all","allow"))
    table = compile_table(rules, assembly.domain, 1)
    views = Views(assembly.schema, assembly.shape)
    ex = Executor(store, views, None, Limits())
    w = template.world
    people = [Duty("branch.licensing_chief",1),Duty("town.leader",1,(w.divisions["a"],w.divisions["c"])),Duty("enterprise.manager",1,(),w.enterprises["a1"]), Duty("town.leader",1,())]
    for duty in people:
        access = Access(Actor(1,"x","x",(duty,)), table, assembly.resources, dt.date(2026,11,23))
        for text in DOCS:
            v = {"w": {"name": {"startsWith": "杭州"}}, "n": 4} if "$w" in text else {}
            a = await ex.answer(Ask(access=access,text=text,variables=v))
            b = await ex.answer(Ask(access=access,text=text,variables=v,compile=False))
            same = a.body == b.body or json.loads(a.body)==json.loads(b.body)
            print(duty.role, a.read_path, b.sql_count, same, a.why_ordinary[:60])
            if not same or "INTERNAL" in a.body.decode(): print(text, a.body.decode()[:400], b.body.decode()[:400])
            pass

    await store.close()
    databases.drop_database("scratch")
