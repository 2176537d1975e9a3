// What a word of RadExo means: the glossary is not part of the graph, only the graph's sources are read.
OPTIONAL MATCH (source:Source:RadExo)
RETURN collect(source) AS sources
