"""The explorer: a page served on loopback, its REST API, and the same page as a file to share."""
