"""Imports every table of the core, so that the schema and the migrations know them all."""

from core.audit.models import LedgerEntry, LedgerSeal
from core.audit.purposes import RevealPurpose
from core.channels.arrangements import ChannelSettings
from core.channels.models import Delivery
from core.deadlines.models import CalendarDay
from core.draws.models import Draw
from core.files.models import Attachment
from core.gateway.seen import SeenOperation
from core.identity.models import Account
from core.imports.models import ImportRun
from core.inbox.models import Message
from core.jobs.models import QueuedJob
from core.papers.models import NumberSeries
from core.policy.drafts import PolicyDraft
from core.policy.models import PolicyRule
from core.procedures.models import Matter
from core.register.models import Enterprise
from core.step_log.models import StepLogLine
from core.store.freshness_models import TopicVersion
from core.store.replay import ReplayKey
from core.warnings.models import EarlyWarning

CORE_MODELS = (
    Account,
    CalendarDay,
    ChannelSettings,
    Delivery,
    Draw,
    Attachment,
    Enterprise,
    ImportRun,
    TopicVersion,
    LedgerEntry,
    LedgerSeal,
    Matter,
    Message,
    NumberSeries,
    PolicyDraft,
    PolicyRule,
    QueuedJob,
    ReplayKey,
    RevealPurpose,
    SeenOperation,
    StepLogLine,
    EarlyWarning,
)
"""One of each module; importing it maps all the others."""
