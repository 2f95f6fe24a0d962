"""What the oracle holds to be true of the tables, stated by hand and apart from the system's code.

Names follow rules: type `KeyUnitDesignation` is table `key_unit_designation`, field `creditCode` is
column `credit_code`, edge `town` is column `town_id`. Only what departs from them stands here. A
new type without a line in SCOPES fails the comparison, so nothing escapes it silently.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final

from tests.access import application_facts as applications
from tests.access import device_facts as devices
from tests.access import enforcement_facts as enforcement
from tests.access import exchange_facts as exchange
from tests.access import food_safety_facts as food
from tests.access import inspection_facts as inspection
from tests.access import licence_facts as licences
from tests.access import matter_facts as matters
from tests.access import metrology_facts as metrology
from tests.access import quality_facts as quality
from tests.access import safety_facts as safety
from tests.access import standard_facts as standards
from tests.access import step_facts as steps
from tests.access import warning_facts as warnings
from tests.access import watch_facts as watches
from tests.access.facts_mutations import MUTATIONS

__all__ = ["MUTATIONS"]

Row = Mapping[str, Any]

PUBLIC: Final[Mapping[str, str]] = {}
OFFICERS: Final[Mapping[str, str]] = {"nobody": "id"}
FOLLOWED: Final[Mapping[str, str]] = {
    "divisions": "town_id",
    "own": "enterprise_id",
    "participant": "organisation_ids",
}
SCOPES: Final[Mapping[str, Mapping[str, str]]] = {
    **applications.SCOPES,
    **inspection.SCOPES,
    **inspection.DRAWS,
    **devices.SCOPES,
    **enforcement.SCOPES,
    **quality.SCOPES,
    **metrology.SCOPES,
    **food.SCOPES,
    **standards.SCOPES,
    **exchange.SCOPES,
    **(warnings.SCOPES | watches.SCOPES | steps.SCOPES | steps.LOG),
    "Account": {"assigned": "id", "own": "enterprise_id"},
    "ApiToken": {"assigned": "account_id"},
    "Attachment": {
        "divisions": "town_id",
        "own": "enterprise_id",
        "participant": "organisation_ids",
        "assigned": "account_id",
    },
    "CalendarDay": PUBLIC,
    "CalendarYear": PUBLIC,
    "ChangeSet": PUBLIC,
    "Division": PUBLIC,
    "Enterprise": {"divisions": "town_id", "own": "id"},
    "EnterpriseCard": PUBLIC,
    "KeyUnitDesignation": {"divisions": "town_id", "own": "enterprise_id"},
    "LedgerEntry": {"assigned": "account_id"},
    "Licence": {"divisions": "town_id", "own": "enterprise_id"},
    "LicenceEvent": {"divisions": "town_id", "own": "enterprise_id"},
    "LicenceType": PUBLIC,
    "Matter": {
        "divisions": "town_id",
        "own": "enterprise_id",
        "participant": "organisation_ids",
    },
    "ChannelSettings": {"assigned": "account_id"},
    "Delivery": {"assigned": "account_id"},
    "DeliveryAttempt": OFFICERS,
    "ImportRefusal": {"assigned": "account_id"},
    "ImportRun": {"assigned": "account_id"},
    "Message": {"assigned": "account_id"},
    "MessageTemplate": OFFICERS,
    "Organisation": PUBLIC,
    "PolicyDraft": OFFICERS,
    "PolicyDraftChange": OFFICERS,
    "PolicyDraftDifference": OFFICERS,
    "PolicyDraftFinding": OFFICERS,
    "PolicyProposal": OFFICERS,
    "PolicyRule": OFFICERS,
    "PolicyVersion": OFFICERS,
    "Post": {"assigned": "account_id", "own": "enterprise_id"},
    "PostDivision": {"divisions": "division_id"},
    "ProcedureDefinition": PUBLIC,
    "QueuedJob": OFFICERS,
    "RegressionCase": OFFICERS,
    "SentText": {"assigned": "account_id"},
    "Session": {"assigned": "account_id"},
    "TemporaryDuty": {"assigned": "account_id"},
    "RevealPurpose": PUBLIC,
    "Site": {"divisions": "town_id", "own": "enterprise_id"},
    "StepEvent": {
        "divisions": "town_id",
        "own": "enterprise_id",
        "participant": "organisation_ids",
    },
    "WebhookEndpoint": OFFICERS,
    "WarningRuleBand": PUBLIC,
    "WarningRuleVersion": PUBLIC,
}
"""Type -> kind of scope -> the column that it looks at. PUBLIC: every row for every reader;
OFFICERS: rows that belong to nobody, so that only the scope `all` reads them."""

PLUGINS: Final = {
    **dict.fromkeys(("Licence", "LicenceEvent", "LicenceType"), "licensing"),
    **dict.fromkeys(applications.SCOPES, "licensing"),
    **dict.fromkeys(inspection.SCOPES, "inspection"),
    **dict.fromkeys(devices.SCOPES, "special_equipment"),
    **dict.fromkeys(enforcement.SCOPES, "enforcement"),
    **dict.fromkeys(devices.SCOPES, "special_equipment"),
    **dict.fromkeys(metrology.SCOPES, "metrology"),
    **dict.fromkeys(food.SCOPES, "food_safety"),
    **dict.fromkeys(quality.SCOPES, "quality"),
    **dict.fromkeys(standards.SCOPES, "standards"),
    **dict.fromkeys(exchange.SCOPES, "data_exchange"),
    **dict.fromkeys((*steps.SCOPES, "Query.whereIsMyReport"), "step_supervision"),
    **dict.fromkeys(warnings.SCOPES | watches.SCOPES, "early_warning"),
}
"""Types that are not the core's."""

ABOUT: Final = warnings.ABOUT | watches.ABOUT
TABLES: Final = warnings.TABLES
PERSONAL: Final = enforcement.PERSONAL | {
    *inspection.PERSONAL,
    *metrology.PERSONAL,
    *applications.PERSONAL,
    *safety.PERSONAL,
    "Account.phone",
    "ChannelSettings.mail",
    "Attachment.latitude",
    "Attachment.longitude",
    "Enterprise.legalRepresentative",
    "Enterprise.phone",
}

COLUMNS: Final = enforcement.COLUMNS | {
    "EnterpriseCard.enterprise": "id",
    "Division.predecessors": "successor_id",
    "Division.enterprises": "town_id",
    "Matter.openedIn": "opened_in",
    "PolicyDraft.base": "base",
    "PolicyDraft.became": "became",
    "PolicyDraft.changes": "draft_id",
    "PolicyDraft.differences": "draft_id",
    "PolicyDraft.findings": "draft_id",
    "PolicyVersion.drafts": "became",
    "PolicyVersion.number": "id",
    "PolicyVersion.added": "added_in",
    "PolicyVersion.removed": "removed_in",
    "PolicyRule.added": "added_in",
    "PolicyRule.removed": "removed_in",
    **inspection.COLUMNS,
    **warnings.COLUMNS,
    **metrology.COLUMNS,
    **food.COLUMNS,
    **quality.COLUMNS,
    **safety.COLUMNS,
    **standards.COLUMNS,
    **exchange.COLUMNS,
    **applications.COLUMNS,
    **steps.COLUMNS,
}
"""Of values and to-one edges a column of the type's table; of to-many edges one of the target's."""

COUNTS: Final = enforcement.COUNTS | {
    **inspection.COUNTS,
    **metrology.COUNTS,
    **quality.COUNTS,
    **standards.COUNTS,
    **exchange.COUNTS,
    "Delivery.attemptCount": ("DeliveryAttempt", "delivery_id"),
    "Division.enterpriseCount": ("Enterprise", "town_id"),
    "Enterprise.equipmentCount": ("Equipment", "enterprise_id"),
    "Enterprise.licenceCount": ("Licence", "enterprise_id"),
}
"""Field -> (what is counted, by which of its columns)."""

OPERATIONS: Final = enforcement.OPERATIONS | {
    "desk": None,
    "lookUp": ("Query.lookUp", "read"),
    "me": None,
    "node": None,
    "roles": None,
    "trace": None,
    "explain": None,
    "attachment": ("Attachment", "read"),
    "deadline": ("CalendarDay", "read"),
    "previewWarningRule": ("WarningRuleVersion", "read"),
    "channelChoices": ("ChannelSettings", "read"),
    "messageKinds": ("ChannelSettings", "read"),
    "myChannelSettings": ("ChannelSettings", "read"),
    "previewMessageTemplate": ("MessageTemplate", "read"),
    "matterBoard": ("Matter", "read"),
    "matterColleagues": ("Matter", "read"),
    "plugins": ("Query.plugins", "read"),
    "seeAs": ("Query.seeAs", "read"),
    "policyDomain": ("PolicyRule", "read"),
    "policyImpact": ("PolicyRule", "read"),
    "policyFiles": ("PolicyRule", "read"),
    "policyStatus": ("PolicyRule", "read"),
    "policyMatrix": ("PolicyRule", "read"),
    **applications.OPERATIONS,
    **inspection.OPERATIONS,
    **watches.OPERATIONS,
    **metrology.OPERATIONS,
    **food.OPERATIONS,
    **quality.OPERATIONS,
    **safety.OPERATIONS,
    **standards.OPERATIONS,
    **steps.OPERATIONS,
    "equipmentBoard": ("Equipment", "read"),
    "licenceBoard": ("Licence", "read"),
    "unreadCount": ("Message", "read"),
    "workQueue": ("Matter", "read"),
}
"""Root fields that no record explains: what they need, or None for what everybody may call."""

APART: Final = enforcement.APART | {
    *inspection.APART,
    *food.APART,
    *applications.APART,
    *warnings.APART,
    *metrology.APART,
    *quality.APART,
    *safety.APART,
    *steps.APART,
    "EquipmentDeclaration.attachments",
    "EquipmentDeclaration.changedSince",
    "EquipmentDeclaration.facts",
    "Matter.subject",
    "Matter.availableActions",
}
"""Fields with Python behind them that tests of their own compare."""

SEARCHED: Final = dict.fromkeys(
    ("Enterprise", "Equipment", "Instrument", "Licence", "Standard", "StandardUse"), "search_text"
)

COMPUTED: Final[Mapping[str, Callable[[Row, dt.date], Any]]] = {
    **applications.COMPUTED,
    **inspection.COMPUTED,
    **devices.COMPUTED,
    **enforcement.COMPUTED,
    **metrology.COMPUTED,
    **food.COMPUTED,
    **quality.COMPUTED,
    **standards.COMPUTED,
    **exchange.COMPUTED,
    **warnings.COMPUTED,
    **licences.COMPUTED,
    "Attachment.url": lambda row, _today: f"/files/{row['name']}",
    "Attachment.previewUrl": lambda row, _today: (
        row["preview_sha256"] and f"/files/{row['name']}?preview"
    ),
    **(matters.COMPUTED | steps.COMPUTED),
    "Delivery.isDead": lambda row, _today: row["state"] == "DEAD",
    "Message.unread": lambda row, _today: row["read_at"] is None,
    "WarningRuleVersion.inForce": lambda row, today: (
        row["state"] == "PUBLISHED"
        and row["valid_from"] <= today
        and (row["valid_to"] is None or row["valid_to"] > today)
    ),
    "TemporaryDuty.confirmed": lambda row, _today: row["confirmed_at"] is not None,
    "PolicyDraft.sound": lambda row, _today: row["faults"] == 0,
    "RegressionCase.held": lambda row, _today: row["retired_at"] is None,
    "PolicyRule.inForce": lambda row, _today: row["removed_in"] is None,
}


AGGREGATES: Final[Mapping[str, tuple[str, str, Callable[[list[Row], dt.date], Any]]]] = {
    **inspection.AGGREGATES,
    **devices.AGGREGATES,
    **metrology.AGGREGATES,
    **food.AGGREGATES,
    **quality.AGGREGATES,
    **standards.AGGREGATES,
    **licences.AGGREGATES,
}
"""Field -> (over what, by which of its columns, how)."""
