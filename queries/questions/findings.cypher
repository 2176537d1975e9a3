// What each study reports: the findings with their papers and everything they name.
// :param cargo => null; :param effect => null; :param cancer_ids => []; :param system => null
MATCH (finding:Finding:RadExo)
OPTIONAL MATCH (finding)-[:CITES]->(paper:Publication)
OPTIONAL MATCH (finding)-[:MENTIONS]->(named:Entity)
OPTIONAL MATCH (finding)-[:OF_EXOSOME]->(:Entity)-[:DONATED_BY|AFTER_EXPOSURE]->(context:Entity)
RETURN finding, collect(DISTINCT paper) AS papers, collect(DISTINCT named) AS named, collect(DISTINCT context) AS contexts
