"""Other people's picking: projects and codebooks of programs for qualitative analysis, and annotations of the web."""
