CALL () {
  MATCH (reported:Finding:RadExo {resource_row: false})
  RETURN collect(DISTINCT reported.source) AS reviews
}
