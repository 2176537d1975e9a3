// The papers behind everything said of an entity: the findings that name it, a subtype or exosomes of these, with their papers
// and cancers; for an outcome all with an effect, as their endpoint may be its.
// :param name => 'mirbase.mature:MIMAT0004692'
CALL () {
  MATCH (kind:Entity)-[:SUBTYPE_OF*0..]->(:Entity {id: $name})
  MATCH (finding:Finding)-[:MENTIONS]->(kind) RETURN finding
  UNION
  MATCH (kind:Entity)-[:SUBTYPE_OF*0..]->(:Entity {id: $name})
  MATCH (finding:Finding)-[:OF_EXOSOME]->(:Entity)-[:DONATED_BY|AFTER_EXPOSURE]->(kind) RETURN finding
  UNION
  WITH 1 AS one WHERE EXISTS { MATCH (:Outcome {id: $name}) }
  MATCH (finding:Finding:RadExo {resource_row: false}) WHERE finding.effect <> 'none' OR finding.biomarker_count > 0 RETURN finding
}
OPTIONAL MATCH (finding)-[:CITES]->(paper:Publication)
OPTIONAL MATCH (finding)-[:IN_CANCER|OF_EXOSOME]->(cancer:Entity)
RETURN finding, collect(DISTINCT paper) AS papers, collect(DISTINCT cancer) AS cancers
