"""Draws 随机抽取: what chance chose, so that anybody can find the same from the published seed."""
