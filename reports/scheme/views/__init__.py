"""Pages of the Scheme: what is read (pages.py, proposals.py), what is said of a task (saying.py), what is decided (deciding.py)."""
