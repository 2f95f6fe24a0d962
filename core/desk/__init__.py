"""The desks: pages and forms that plugins declare, rendered for a person, run as that person."""
