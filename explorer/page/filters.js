"use strict";
// Filters with counts. A value's count is of the rows that pass all other filters; none chosen in a group lets everything pass.
(() => {
  const R = RadExo, groups = { cancer: "Cancer, subtypes included", type: "Type", sign: "Sign", certainty: "Certainty", support: "Support", system: "System", source: "Source" };
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
  // what is left out: the nodes that were hidden, and on request what many claims go through
  const hidden = (state) => values(state, "hide");
  const inner = (row) => (row.path ? row.path.nodes.slice(1, -1).map((node) => node.id) : []);
  const leaves = (state) => {
    const gone = new Set(hidden(state)), hubs = state._hubs === "out" ? R.shown.hubs : {};
    return (row) => row.nodes.some((id) => gone.has(id)) || inner(row).some((id) => id in hubs);
  };
  R.filters.visible = (state) => {
    const chosen = R.filters.chosen(state), left = leaves(state);
    return R.shown.rows.map((_, i) => i).filter((i) => passes(R.shown.rows[i], chosen) && !left(R.shown.rows[i]));
  };
  const nameOf = (id) => {
    for (const row of R.shown.rows) for (const node of row.path?.nodes || []) if (node.id === id) return node.name;
    return R.shown.labels[id] || id;
  };
  const left = (state) => {
    const gone = hidden(state), hubs = Object.entries(R.shown.hubs).sort((a, b) => b[1] - a[1]);
    if (!gone.length && !hubs.length) return null;
    const set = R.el("fieldset", { id: "left-out" }, R.el("legend", { text: "Left out" }));
    if (hubs.length) {
      const box = R.el("input", { type: "checkbox", id: "hubs" }), through = R.shown.rows.filter((row) => inner(row).some((id) => id in R.shown.hubs)).length;
      box.checked = state._hubs === "out";
      box.addEventListener("change", () => { R.back = "#hubs"; R.go({ ...R.state(), _hubs: box.checked ? "out" : undefined, _rows: undefined }); });
      set.append(R.el("label", { class: "facet" }, box, R.el("span", { text: `paths through hubs: ${hubs.map(([id, n]) => `${nameOf(id)} (${n} claims)`).join(", ")}` }), R.el("span", { class: "count", text: through })));
    }
    for (const id of gone) set.append(R.el("p", { class: "facet" }, R.el("span", { text: nameOf(id) }), R.button("Show again", () => R.hide(id, false), { "data-hidden": id })));
    return set;
  };
  R.filters.show = (state) => {
    const chosen = R.filters.chosen(state), made = [left(state)].filter(Boolean), out = leaves(state);
    for (const [name, heading] of Object.entries(groups)) {
      const counts = new Map();
      for (const row of R.shown.rows) for (const value of row.facets[name] || []) if (!counts.has(value)) counts.set(value, 0);
      for (const row of R.shown.rows) if (passes(row, chosen, name) && !out(row)) for (const value of row.facets[name] || []) counts.set(value, counts.get(value) + 1);
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
    const any = Object.values(chosen).some((values) => values.size) || hidden(state).length || state._hubs;
    R.clear(R.place("filters"), any ? R.button("Clear filters", () => R.go(Object.fromEntries(Object.entries(R.state()).filter(([key]) => !(key.slice(1) in groups) && !["_hide", "_hubs"].includes(key))))) : null, ...made);
    R.place("filter-box").hidden = !made.length;
  };
})();
