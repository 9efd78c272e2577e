"""The house: settings, wiring, embedded services, and the ground floor packages."""
