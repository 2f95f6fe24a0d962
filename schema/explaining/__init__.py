"""Why: what is known of a row, of the person and of the posts nearby; denials explained in-band.

Read `looking` (what the asker may know), `denials` (what every refusal carries), in this order.
"""
