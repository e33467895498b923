"""Saved web pages: which of their words are the article, and what stands around it."""
