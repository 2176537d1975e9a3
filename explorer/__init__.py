"""The page where people explore the graph: a server on loopback, its REST API, and the same page as one file to share."""
