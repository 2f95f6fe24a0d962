"""The closed vocabularies of policy rows. A word outside them is refused, never ignored."""

import enum


class Tier(enum.Enum):
    """The four tiers (四层面), those above them, the public, and the three separated officers."""

    BRANCH = "BRANCH"
    STATION = "STATION"
    TOWN = "TOWN"
    ENTERPRISE = "ENTERPRISE"
    SUPERIOR = "SUPERIOR"
    PUBLIC = "PUBLIC"
    OFFICER = "OFFICER"


class Action(enum.StrEnum):
    """What may be done to a resource."""

    ASSIGN = "assign"
    CONFIRM = "confirm"
    CREATE = "create"
    DECIDE = "decide"
    EXPORT = "export"
    IMPORT = "import"
    PUBLISH = "publish"
    READ = "read"
    REVEAL = "reveal"
    REVIEW = "review"
    SIGN = "sign"
    SUBMIT = "submit"
    UPDATE = "update"
    VERIFY = "verify"
    WITHDRAW = "withdraw"


class Effect(enum.StrEnum):
    """What a rule does: deny beats mask, mask beats allow."""

    ALLOW = "allow"
    DENY = "deny"
    MASK = "mask"


class Scope(enum.StrEnum):
    """Which rows a rule speaks of; the row kinds are those of core.store.scope."""

    ALL = "all"
    DIVISIONS = "divisions"
    OWN = "own"
    PARTICIPANT = "participant"
    ASSIGNED = "assigned"
    PUBLISHED = "published"
    NONE = "none"
