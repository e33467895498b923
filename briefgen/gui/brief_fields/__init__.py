"""The right panel of the Brief workspace: the fields of a brief, and what preflight finds."""
