"""Filled-in PDFs of briefs, read back: what they decide is looked at, then taken over."""
