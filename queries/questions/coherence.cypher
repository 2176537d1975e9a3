// Whether each finding's chain multiplies to its effect: the findings that state one, with their papers and what they name.
MATCH (finding:Finding:RadExo) WHERE finding.effect <> 'none'
OPTIONAL MATCH (finding)-[:CITES]->(paper:Publication)
OPTIONAL MATCH (finding)-[:MENTIONS]->(named:Entity)
OPTIONAL MATCH (finding)-[:OF_EXOSOME]->(:Entity)-[:DONATED_BY|AFTER_EXPOSURE]->(context:Entity)
RETURN finding, collect(DISTINCT paper) AS papers, collect(DISTINCT named) AS named, collect(DISTINCT context) AS contexts
