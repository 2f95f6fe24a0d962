"""The two loops as stories: played by all actors, with everybody else denied at every step."""
