"""The workshop: reports of results, obligations, their deadlines."""
