"""Warnings and their rules on the desks: what waits, where to go, and what may be done."""

from plugins.early_warning.desk import forms, queues, rule_forms, rules

DUE_LISTS = queues.DUE_LISTS
FORMS = [*forms.FORMS, *rule_forms.FORMS]
PAGES = [*queues.PAGES, *rules.PAGES]
QUEUES = [*queues.QUEUES, *rules.QUEUES]
