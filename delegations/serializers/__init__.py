"""Records of this room as the API shows them, by area."""
