"""A1: every account, every operation, every object; zero differences from the oracle."""


async def test_reading(ground):
    import time
    compared = ground.compare()
    names = ["", "town-quality-officer-ac", "branch-licensing-chief", "officer-security", "two-hats"]
    for caller in [ground.caller(n) for n in names]:
        for step in ("schema", "rows", "orders", "filters", "search", "board", "nodes"):
            t=time.time(); n=compared.operations
            await getattr(compared, step)(caller)
            print(caller.name, step, compared.operations-n, round(time.time()-t,2))
    print(compared.operations, compared.values)
    print("\n".join(d[:400] for d in compared.differences[:30]))
    assert not compared.differences
