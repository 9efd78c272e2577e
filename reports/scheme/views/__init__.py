"""Pages of the Scheme: what is read (pages.py), what is said of a task (saying.py), what is decided (deciding.py)."""
