"""日管控、周排查、月调度: an enterprise's own duty to look, every day, week and month.

Orders 60 (food), 73 and 74 (special equipment) say it alike: the safety officer checks the list of
risks every day, the safety director every week, the person in charge every month. A subsystem
derives its own log, answer and duty from `models`, and asks `rules`. There is no table here.
"""
