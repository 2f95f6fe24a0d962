"""The supervision register (监管库): what enterprises, sites and divisions are called and numbered.

`numbers` judges the numbers that people type, `search_text` makes names findable, `divisions_data`
knows the towns of Xiaoshan and how they merged and moved.
"""
