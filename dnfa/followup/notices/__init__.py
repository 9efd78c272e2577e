"""Who is told what, when and how often (docs/notifications.md, decision 0018)."""
