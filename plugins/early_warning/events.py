"""What the subsystem reacts to, and the jobs that it leaves behind."""

from core.inbox.events import MessageOpened
from core.procedures.events import MatterAdvanced
from core.register.events import SiteVisited
from core.store.events import Subscriber
from core.warnings.events import WarningsMoved
from plugins.early_warning.service_answers import ANSWERED, keep_answer
from plugins.early_warning.service_escalation import DAILY, ESCALATED
from plugins.early_warning.service_following import FOLLOW, follow_moves
from plugins.early_warning.service_opening import note_opening
from plugins.early_warning.service_visits import VISITED, keep_visit

SUBSCRIBERS = [
    Subscriber(WarningsMoved, follow_moves),
    Subscriber(MatterAdvanced, keep_answer),
    Subscriber(SiteVisited, keep_visit),
    Subscriber(MessageOpened, note_opening),
]
JOBS = [FOLLOW, ESCALATED, VISITED, ANSWERED, DAILY]
