"""The Scheme's tasks: who leads, how far they are, what stands in the way, what agencies propose (docs/scheme-tasks.md)."""
