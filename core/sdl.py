"""The schema as text: whole, or as one role sees it. Needs no database."""

from core.app import admission_of, default_rules
from core.clock import Clock, business_date
from core.errors import SetupError
from core.plugins import Plugins
from core.policy.access import Access, Actor, Duty
from core.workbench.matrix import document
from schema.assembly import assemble
from schema.tiers.views import Views


def matrix_text(plugins: Plugins) -> str:
    """The matrix of the default policy, as a document."""
    assembly = assemble(plugins)
    return document(admission_of(assembly).admit(default_rules(assembly), 1))


def schema_text(plugins: Plugins, clock: Clock, role: str | None = None) -> str:
    """SDL of everything, or of what the default policy shows to a role.

    Raises SetupError for a role that does not exist, Denied for one that sees nothing.
    """
    assembly = assemble(plugins)
    if role is None:
        return assembly.schema.as_str() + "\n"
    roles = assembly.domain.roles
    if role not in roles:
        names = ", ".join(sorted(roles))
        raise SetupError(
            f"There is no role {role!r}; the roles are: {names}.", f"没有角色 {role}。"
        )
    table = admission_of(assembly).admit(default_rules(assembly), 1)
    actor = Actor(None, "", role, (Duty(role, 0),))
    access = Access(actor, table, assembly.resources, business_date(clock))
    return Views(assembly.schema, assembly.shape).of(access).as_str() + "\n"
