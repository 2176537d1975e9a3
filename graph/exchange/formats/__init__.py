"""The exchange formats: each module, or package, of this folder is one.

A format is a ``FORMAT`` record, a function ``write``, and ``read`` and ``recognizes`` where its
files can be loaded; `radexo.graph.exchange.registry` finds it by its place in this folder.
"""
