"""Legal time limits: the working calendar of China as data, and when something falls due.

The State Council publishes each year's holidays and make-up workdays late in the year before. Until
then that year's days are a guess (Monday to Friday), and every due date that rests on it says so.
"""
