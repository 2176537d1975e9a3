"use strict";
// Filters with counts. A value's count is of the rows that pass all other filters; none chosen in a group lets everything pass.
(() => {
  const R = RadExo, groups = { cancer: "Cancer", type: "Type", sign: "Sign", certainty: "Certainty", support: "Support", system: "System", source: "Source" };
  const signs = { "+": "+ raises", "-": "− lowers", 0: "0 not given", none: "no sign" };
  R.decoded = (text) => { try { return decodeURIComponent(text); } catch { return text; } };
  R.filters = {};
  const values = (state, name) => (state[`_${name}`] || "").split("|").filter(Boolean).map(R.decoded);
  const former = (name, value) => (name === "support" && R.style.former[value]) || null;  // a word of earlier versions: that support or better
  R.filters.chosen = (state) => Object.fromEntries(Object.keys(groups).map((name) => [name, new Set(values(state, name).flatMap((value) => former(name, value) || [value]))]));
  R.filters.notices = (state) => [...values(state, "support"), state.support].filter((value) => former("support", value)).map((value) => {
    const now = former("support", value);
    return `${value} is now called ${now.at(-1)}; shown are ${now.join(" and ")}.`;
  });
  const passes = (row, chosen, except) => Object.entries(chosen).every(([name, values]) => name === except || !values.size || (row.facets[name] || []).some((v) => values.has(v)));
  R.filters.visible = (state) => {
    const chosen = R.filters.chosen(state);
    return R.shown.rows.map((_, i) => i).filter((i) => passes(R.shown.rows[i], chosen));
  };
  R.filters.show = (state) => {
    const chosen = R.filters.chosen(state), made = [];
    for (const [name, heading] of Object.entries(groups)) {
      const counts = new Map();
      for (const row of R.shown.rows) for (const value of row.facets[name] || []) if (!counts.has(value)) counts.set(value, 0);
      for (const row of R.shown.rows) if (passes(row, chosen, name)) for (const value of row.facets[name] || []) counts.set(value, counts.get(value) + 1);
      if (!counts.size) continue;
      const values = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
      const set = R.el("fieldset", { "data-facet": name }, R.el("legend", { text: heading }));
      for (const [value, count] of values) {
        const box = R.el("input", { type: "checkbox", value });
        box.checked = chosen[name].has(value);
        box.addEventListener("change", () => {
          const now = R.filters.chosen(R.state())[name];
          if (box.checked) now.add(value); else now.delete(value);
          R.back = `#filters fieldset[data-facet="${name}"] input[value="${CSS.escape(value)}"]`;
          R.go({ ...R.state(), [`_${name}`]: [...now].map(encodeURIComponent).join("|"), _rows: undefined });
        });
        set.append(R.el("label", { class: "facet" }, box, R.el("span", { text: name === "sign" ? signs[value] : name === "type" ? R.style.nodes[value]?.word || value : value }), R.el("span", { class: "count", text: count })));
      }
      made.push(set);
    }
    const any = Object.values(chosen).some((values) => values.size);
    R.clear(R.place("filters"), any ? R.button("Clear filters", () => R.go(Object.fromEntries(Object.entries(R.state()).filter(([key]) => !(key.slice(1) in groups))))) : null, ...made);
    R.place("filter-box").hidden = !made.length;
  };
})();
