// What each study reports: the findings with their papers and everything they name.
// :param cargo => null; :param effect => null; :param cancer_ids => []; :param system => null
MATCH (finding:Finding:RadExo)
<% include "_named.cypher" %>
