"""The workshop: the year's programme and the limits."""
