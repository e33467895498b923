"""The live preview of a brief: laid out in the child process, drawn in a thread of its own, shown page by page."""
