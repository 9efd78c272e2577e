"""The tables of this room that go through the engine of `dnfa.core.table_import`; each area registers its own."""
