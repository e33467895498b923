"""PDF documents: their text in the order of reading, and where on the pages each of its characters stands."""
