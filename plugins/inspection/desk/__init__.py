"""Hazards and patrols on the desks."""

from core.desk_declarations import DeskCard, DeskForm, DeskPage, DueList, WorkQueue

CARDS: list[DeskCard] = []
QUEUES: list[WorkQueue] = []
DUE: list[DueList] = []
PAGES: list[DeskPage] = []
FORMS: list[DeskForm] = []
