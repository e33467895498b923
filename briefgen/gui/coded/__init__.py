"""Other people's picking in the window: taken over, and written for them."""
