"""The spell check in the window: underlines, suggestions, the house dictionary, the way to the next misspelt word."""
