"""A brief leaves the house: its name, its file, the record of its issue."""
