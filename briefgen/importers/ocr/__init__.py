"""Words recognised from pictures of pages, by a program that the user has installed."""
