"""The shared types: what every plugin refers to and may extend. They know no plugin."""
