// Sponge axes: the claims of a circRNA or lncRNA that lowers a miRNA, and of what that miRNA lowers, with findings and papers.
// :param rna => null; :param mirna => null; :param target => 'hgnc:5465'
MATCH (rna:Entity)-[takes:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]->(mirna:MiRNA)-[acts:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]->(target:Entity)
WHERE (rna:CircRNA OR rna:LncRNA) AND takes.sign = -1 AND (acts.sign = -1 OR target.id = 'radexo:radiosensitivity')
  AND rna <> target AND ($rna IS NULL OR rna.id = $rna) AND ($mirna IS NULL OR mirna.id = $mirna)
  AND ($target IS NULL OR target.id = $target)
UNWIND [takes, acts] AS claim
WITH DISTINCT claim
MATCH (finding:Finding) WHERE finding.id IN claim.findings
OPTIONAL MATCH (finding)-[:CITES]->(paper:Publication)
OPTIONAL MATCH (finding)-[:IN_CANCER|OF_EXOSOME]->(context:Entity)
RETURN startNode(claim) AS subject, claim, endNode(claim) AS object, finding,
       collect(DISTINCT paper) AS papers, collect(DISTINCT context) AS contexts
