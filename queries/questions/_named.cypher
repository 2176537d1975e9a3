OPTIONAL MATCH (finding)-[:CITES]->(paper:Publication)
OPTIONAL MATCH (finding)-[:MENTIONS]->(named:Entity)
OPTIONAL MATCH (finding)-[:OF_EXOSOME]->(:Entity)-[:DONATED_BY|AFTER_EXPOSURE]->(context:Entity)
RETURN finding, collect(DISTINCT paper) AS papers, collect(DISTINCT named) AS named, collect(DISTINCT context) AS contexts
