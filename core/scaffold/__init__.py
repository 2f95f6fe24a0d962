"""`zhijian new-plugin`: a distribution of its own to begin with, whose tests are green at once."""
