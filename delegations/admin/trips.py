"""The workshop: delegations: their record, people, way, days, gifts, moves."""
