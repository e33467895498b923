"""The outline of a brief: the template's sections with the points in them, the tabs of the briefs, and their text."""
