"""What preflight finds in the brief in view: looked for off the main thread, shown, mended."""
