"""Pages of change requests and rounds."""
