"""The pure domain: checklists, scores, rankings. It reads no clock, no database and no web request."""
