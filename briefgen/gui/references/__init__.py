"""Lists of references in the window: reviewed beside the sources, taken over as one act."""
