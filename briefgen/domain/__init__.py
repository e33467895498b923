"""What a dossier is: frozen values and pure functions on them, on the standard library alone."""
