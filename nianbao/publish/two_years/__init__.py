"""Two years held against each other: the narrative of published pages, and what a browser compares any two years by."""
