"""Files become sources: one module for each kind of document."""
