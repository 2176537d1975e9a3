"""A user's measurements on the graph: tables over it (`overlay`), lists against it (`enrich`).

Tables are read and ids are grounded here; nothing that is measured becomes part of the graph.
"""
