"""Trip matching and whom to invite: who lies near a route, what is open with them, who should be asked to an event.

Nothing here is stored or written; every answer is computed for one reader as of a day (docs/matching.md).
"""
