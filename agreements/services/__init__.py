"""Every write to the records of this room: one door for each change of state, by area."""
