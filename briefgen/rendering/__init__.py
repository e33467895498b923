"""A brief and a house template become HTML, and the HTML a PDF."""
