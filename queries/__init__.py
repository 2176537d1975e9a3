"""The questions a graph answers, over the store interface."""
