// The papers behind everything said of an entity: the findings that name it, with their papers and cancers.
// :param name => 'mirbase.mature:MIMAT0004692'
MATCH (finding:Finding)-[:MENTIONS]->(:Entity {id: $name})
OPTIONAL MATCH (finding)-[:CITES]->(paper:Publication)
OPTIONAL MATCH (finding)-[:IN_CANCER|OF_EXOSOME]->(cancer:Entity)
RETURN finding, collect(DISTINCT paper) AS papers, collect(DISTINCT cancer) AS cancers
