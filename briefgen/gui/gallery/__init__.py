"""The gallery of house templates: looking at them, choosing one, making one's own, installing and removing."""
