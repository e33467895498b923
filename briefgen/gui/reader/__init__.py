"""The reader: a source's text set for reading, its passages marked in it, and how points are made of selected words."""
