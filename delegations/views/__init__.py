"""Pages of this room, by area."""
