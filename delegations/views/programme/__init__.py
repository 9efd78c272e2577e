"""Pages of the year's programme: years, one year, one line, and every deed to them."""
