"""Documents of word processors: Word's DOCX, OpenDocument's ODT, and RTF."""
