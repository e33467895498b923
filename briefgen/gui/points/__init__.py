"""The points of a dossier: their list, and the form of the one that is selected."""
