"""Updates from agencies: what they propose outside the record, who reviews it, and rounds that ask for it.

Rooms above say what can be updated and by which of their services (`subjects.py`); nothing here knows a room.
"""
