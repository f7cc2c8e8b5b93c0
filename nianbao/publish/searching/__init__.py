"""What the search over all years finds in a year: the text of its pages, as one script beside them."""
