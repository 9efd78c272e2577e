"""The workshop: conferences and visits of the foreign press."""
