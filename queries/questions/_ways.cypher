WITH claim, sum(ways) AS ways
WITH collect(claim) AS claims, sum(ways) > << most_ways >> AS many
UNWIND CASE WHEN many THEN claims[..1] ELSE claims END AS claim
