// Sponge axes: the claims of a circRNA or lncRNA that lowers a miRNA, and of what that miRNA lowers, with findings and papers.
// :param rna => null; :param mirna => null; :param target => 'hgnc:5465'
MATCH (rna:Entity)-[takes:<< causal >>]->(mirna:MiRNA)-[acts:<< causal >>]->(target:Entity)
WHERE (rna:CircRNA OR rna:LncRNA) AND takes.sign = -1 AND (acts.sign = -1 OR target.id = << radiosensitivity >>)
  AND rna <> target AND ($rna IS NULL OR rna.id = $rna) AND ($mirna IS NULL OR mirna.id = $mirna)
  AND ($target IS NULL OR target.id = $target)
UNWIND [takes, acts] AS claim
<% include "_evidence.cypher" %>
