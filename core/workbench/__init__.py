"""The policy workbench: a change is a draft, examined, then signed by a second officer.

cases          what must stay as it is: regression cases, shipped and added live
difference     the exact difference of two decision tables, in sentences
overlaps       rows that decide nothing, and rows that contradict each other
examination    everything that a draft is held against, at once
proposing      drafts come, are amended, rebased, withdrawn, rejected
signing        the second signature, and coming into force, now or at a time
merging        new defaults against old ones and the officers' edits
exchanging     the policy as files, out and in
matrix         who may do what, as a table for people, against any version
preview        rights to look at without having them: see as
"""
