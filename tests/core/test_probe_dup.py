from tests.core.test_quarantine import FAULTS
from core.plugins import Plugins
from schema.assembly import assemble
def test_x(strangers):
    ch,_=FAULTS["takes the name of another's type"]
    strangers.install("broken", ch)
    p=Plugins().load()
    import schema.assembly as a
    from schema.defaults import read_defaults
    try:
        s,sh,d=a._schema(p,a._offered(p),1)
        print([k for k in d.resources if 'icence' in k and '.' not in k])
        print(s.get_type_by_name('Licence').origin, s.get_type_by_name('LicenceConnection').type_var_map)
        print(sh.types['Query'].fields['brokenThings'])
    except BaseException as e:
        print("RAISED", repr(e))
    assert 0
