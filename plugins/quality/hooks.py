"""Table of contents: everything that quality supervision contributes to the platform."""
