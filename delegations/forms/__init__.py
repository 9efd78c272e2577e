"""Forms of this room, by area."""
