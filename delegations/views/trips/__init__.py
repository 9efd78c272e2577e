"""Pages of delegations: list and page, forms, lists of one, small deeds."""
