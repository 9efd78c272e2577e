"""The workshop: other contacts, invitations, attendance, quick entry."""
