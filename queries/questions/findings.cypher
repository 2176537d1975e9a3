// What each study reports: the findings with their papers and everything they name, found by the narrowest of what is asked.
// Where no paper is called so, some findings, to name the nearest.
// :param names => []; :param cargo => null; :param effect => null; :param paper => null; :param cancer_ids => []; :param source => null
WITH [id IN $names WHERE id <> << radiosensitivity >>][0] AS name
CALL (name) {
  WITH name WHERE $paper IS NOT NULL
  MATCH (finding:Finding {id: $paper}) RETURN finding
  UNION
  WITH name WHERE $paper IS NOT NULL
  MATCH (paper:Publication) WHERE paper.id = $paper OR paper.citation = $paper
  MATCH (finding:Finding)-[:CITES]->(paper) RETURN finding
  UNION
  // decided before the findings are read, not for each of them
  WITH name, NOT EXISTS { MATCH (:Finding {id: $paper}) }
    AND NOT EXISTS { MATCH (paper:Publication)<-[:CITES]-(:Finding) WHERE paper.id = $paper OR paper.citation = $paper } AS unknown
  WHERE $paper IS NOT NULL AND unknown
  MATCH (finding:Finding:RadExo {resource_row: false}) RETURN finding LIMIT 10000
  UNION
  WITH name WHERE $paper IS NULL AND $cargo IS NOT NULL
  MATCH (finding:Finding)-[:MENTIONS]->(:Entity {id: $cargo}) WHERE $cargo IN finding.cargo RETURN finding
  UNION
  WITH name WHERE $paper IS NULL AND $cargo IS NULL AND name IS NOT NULL
  MATCH (kind:Entity)-[:SUBTYPE_OF*0..]->(:Entity {id: name})
  MATCH (finding:Finding)-[:MENTIONS]->(kind) RETURN finding
  UNION
  WITH name WHERE $paper IS NULL AND $cargo IS NULL AND name IS NOT NULL
  MATCH (kind:Entity)-[:SUBTYPE_OF*0..]->(:Entity {id: name})
  MATCH (finding:Finding)-[:OF_EXOSOME]->(:Entity)-[:DONATED_BY|AFTER_EXPOSURE]->(kind) RETURN finding
  UNION
  // of which the name may be an endpoint
  WITH name WHERE $paper IS NULL AND $cargo IS NULL AND EXISTS { MATCH (:Outcome {id: name}) }
  MATCH (finding:Finding:RadExo {resource_row: false}) WHERE finding.effect <> 'none' OR finding.biomarker_count > 0 RETURN finding
  UNION
  WITH name WHERE $paper IS NULL AND $cargo IS NULL AND name IS NULL
    AND (size($names) > 0 OR coalesce($effect, 'none') <> 'none')
  MATCH (finding:Finding:RadExo {resource_row: false}) WHERE finding.effect <> 'none' OR finding.biomarker_count > 0 RETURN finding
  UNION
  WITH name, COUNT { (:Finding) } > << listed >> AS large
  WHERE $paper IS NULL AND $cargo IS NULL AND size($names) = 0 AND coalesce($effect, 'none') = 'none'
  MATCH (finding:Finding:RadExo) WHERE NOT large OR finding.cancer IN $cancer_ids OR finding.source = $source RETURN finding
}
WITH DISTINCT finding
<% include "_named.cypher" %>
