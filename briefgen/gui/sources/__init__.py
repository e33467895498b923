"""The sources of a dossier: their list, bringing documents in, and what is said of each."""
