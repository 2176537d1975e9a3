"use strict";
// Ways to ask: two ends, a question of the catalogue with a form made from its declaration, plain words.
(() => {
  const R = RadExo, el = R.el;
  const naming = { entity: [], entities: [], end: [], cancer: ["Cancer"], exposure: ["Exposure"] };

  const refuse = (form, field, text) => {  // say what is missing, where one looks, until something is written
    const line = el("p", { class: "warn refused", role: "alert", text });
    form.querySelector(".refused")?.remove();
    form.append(line);
    form.addEventListener("input", () => line.remove(), { once: true });
    field.focus();
  };

  // -- paths: one end or two ----------------------------------------------------------------------
  const ends = {};
  R.choose = (which, entity) => { ends[which].set(entity); limited(); R.place(which === "from" ? "to" : "from").focus(); R.say(`${which}: ${entity.name}`); };
  const value = (id) => R.place(id).value;
  const find = () => R.work(async () => {
    const from = await ends.from.settled();
    if (from === null) return;
    const to = await ends.to.settled();
    if (to === null) return;
    const filters = { sign: value("sign"), cancer: value("cancer") };
    const open = { ...filters, depth: value("max-hops"), _support: passing(value("support")) };  // one row an end, with its best support
    if (from && to) R.go({ q: "paths", source: from, target: to, ...filters, support: value("support"), max_hops: value("max-hops"), limit: value("limit") });
    else if (from) R.go({ q: "targets", names: from, ...open });
    else if (to) R.go({ q: "regulators", names: to, ...open });
    else refuse(R.place("paths-form"), R.place("from"), "Name one end, or both.");
  });
  const passing = (level) => {  // the levels that pass "at least this", as the page's filters write them; the last one lets all pass
    const levels = Object.keys(R.style.supports), at = levels.indexOf(level);
    return at < 0 || at === levels.length - 1 ? undefined : levels.slice(0, at + 1).join("|");
  };
  const levelOf = (asked, filtered) => {
    const levels = Object.keys(R.style.supports);
    return asked ?? levels.find((level, i) => i < levels.length - 1 && filtered.size === i + 1 && levels.slice(0, i + 1).every((one) => filtered.has(one))) ?? levels.at(-1);
  };
  const limited = () => {
    const one = Boolean(value("from").trim()) !== Boolean(value("to").trim());
    R.place("limit").disabled = one;
    R.place("limit").title = one ? "one end alone shows all" : "0 for all";
  };
  const select = (id, options) => { for (const [key, words] of options) R.place(id).append(el("option", { value: key, text: words })); };

  // -- a form for a question ----------------------------------------------------------------------
  const field = (q, p) => {
    const id = `p-${p.name}`, label = p.name.replaceAll("_", " ");
    let input;
    if (p.kind === "flag") input = el("input", { type: "checkbox", id });
    else if (p.choices.length || p.kind === "sign") {
      input = el("select", { id }, p.required ? null : el("option", { value: "", text: "any" }), ...(p.kind === "sign" ? ["+", "-", "0"] : p.choices).map((c) => el("option", { value: c, text: c })));
      if (p.default !== null) input.value = String(p.default);
    } else if (p.kind === "type") input = el("select", { id }, el("option", { value: "", text: "any" }), ...Object.keys(R.style.nodes).map((t) => el("option", { value: t, text: R.style.nodes[t].word })));
    else if (p.kind === "count") input = el("input", { type: "number", id, min: p.minimum, max: 999999999, value: p.default });
    else input = el("input", { type: "text", id, placeholder: q.example[p.name] ? `such as ${q.example[p.name]}` : null });
    input.dataset.parameter = p.name;
    const made = el("div", { class: "row" }, el("label", { for: id, text: `${label}${p.required ? " *" : ""}`, title: p.help }), input);
    return { made, input, p };
  };
  const make = (name, given = {}) => {
    const q = R.style.questions.find((one) => one.name === name), form = R.place("question-form");
    if (!q) { R.clear(form); return; }
    const fields = q.parameters.map((p) => field(q, p));
    R.clear(form, el("p", { class: "quiet", text: `${q.summary}.` }), ...fields.map((f) => f.made), el("div", { class: "buttons" },
      el("button", { type: "submit", text: "Ask", class: "main" }), R.button("Fill in the example", () => fields.forEach((f) => { if (q.example[f.p.name] !== undefined) set(f, q.example[f.p.name]); }))));
    const set = (f, text) => {
      if (f.p.kind === "flag") f.input.checked = String(text) === "true";
      else f.input.value = f.p.kind === "sign" ? { 1: "+", "-1": "-", 0: "0" }[text] ?? text : text;
    };
    for (const f of fields) if (f.p.kind in naming) R.combobox(f.input, { types: naming[f.p.kind], many: f.p.kind === "entities" });
    for (const f of fields) if (given[f.p.name]) set(f, given[f.p.name].split("|").map((v) => R.shown?.named?.[v]?.name || v).join(" | "));
    form.onsubmit = (event) => {
      event.preventDefault();
      const asked = {};
      for (const f of fields) {
        const typed = f.p.kind === "flag" ? (f.input.checked ? "true" : "") : f.input.value.trim();
        if (f.p.required && !typed) { refuse(form, f.input, `${f.p.name.replaceAll("_", " ")} is needed: ${f.p.help}`); return; }
        const settled = f.input.dataset.id && f.p.kind !== "entities" ? f.input.dataset.id : typed;
        if (settled && settled !== String(f.p.default ?? "")) asked[f.p.name] = settled;
      }
      R.go({ q: q.name, ...asked });
    };
  };

  R.forms = {};
  R.forms.start = () => {
    const search = R.combobox(R.place("search"), { chosen: (entity) => { R.go(entity.type === "Cancer" ? { q: "findings", cancer: entity.id, _pick: entity.id } : { q: "neighbors", of: entity.id, _pick: entity.id }); }, eager: true });
    R.place("search-form").addEventListener("submit", (event) => { event.preventDefault(); R.work(() => search.settled()); });
    for (const id of ["from", "to"]) ends[id] = R.combobox(R.place(id), { changed: limited });
    R.place("paths-form").addEventListener("submit", (event) => { event.preventDefault(); find(); });
    R.place("paths-form").addEventListener("input", limited);
    R.place("swap").addEventListener("click", () => {
      const [a, b] = ["from", "to"].map((id) => ({ name: value(id), id: R.place(id).dataset.id, word: R.place(`${id}-tick`).textContent }));
      R.swapped(a, b);
    });
    R.swapped = (a, b) => {
      for (const [id, one] of [["from", b], ["to", a]]) {
        ends[id].set(null);
        R.place(id).value = one.name;
        R.place(id).dataset.id = one.id || "";
        R.place(`${id}-tick`).textContent = one.word;
        R.place(`${id}-tick`).className = one.id ? "tick settled" : "tick";
      }
      if (a.name || b.name) find();
    };
    select("support", Object.entries(R.style.supports).reverse().map(([key]) => [key, key === "stitched" ? "any, stitched too" : key === "one-study" ? "one study" : `${key.replace("-", " ")} at least`]));
    select("cancer", [["", "any"], ...R.home.cancers.map((c) => [c.id, `${c.name} (${c.findings})`])]);
    select("question", [["", "choose a question"], ...R.style.questions.map((q) => [q.name, `${q.name.replaceAll("_", " ")}: ${q.summary}`])]);
    R.place("question").addEventListener("change", (event) => make(event.target.value));
    R.place("connect-form").addEventListener("submit", (event) => {
      event.preventDefault();
      const names = [...new Set(value("list").split(/[\n\r,;|\t]+/).map((name) => name.trim()).filter(Boolean))];
      if (names.length < 2) { refuse(R.place("connect-form"), R.place("list"), "Give two names at least."); return; }
      R.go({ q: "connect", names: names.join("|"), bridges: R.place("bridges").checked ? "true" : "" });
    });
    R.place("ask-form").addEventListener("submit", (event) => { event.preventDefault(); const text = value("ask").trim(); if (text) R.go({ q: "ask", text }); });
  };
  R.forms.fill = (state) => {  // what the address says, back into the fields
    const named = (id) => (id ? R.shown?.named?.[id] || { name: id, id: "" } : null);
    const asked = { ...R.asked(state), ...R.shown?.query.parameters }, given = Object.keys(R.asked(state));
    const way = { paths: ["source", "target"], targets: ["names", null], regulators: [null, "names"] }[state.q];
    // a question of which the form would lose a part is left to the form of its own
    const whole = way && given.every((name) => [...way, ...(state.q === "paths" ? ["max_hops", "support", "limit"] : ["depth"]), "sign", "cancer"].includes(name)) && !state.names?.includes("|");
    if (way) {
      ["from", "to"].forEach((id, i) => ends[id].set(whole ? named([asked[way[i]]].flat()[0]) : null));
      R.place("sign").value = { 1: "+", "+": "+", "-1": "-", "-": "-", 0: "0" }[asked.sign] ?? "";
      chosen("cancer", asked.cancer);
      R.place("max-hops").value = asked.max_hops ?? asked.depth ?? 6;
      R.place("support").value = levelOf(asked.support, R.filters.chosen(state).support);
      if (state.q === "paths") R.place("limit").value = asked.limit ?? 25;
    } else {  // what is shown was not asked with this form: it shows no filter that is not on
      for (const end of Object.values(ends)) end.set(null);
      for (const id of ["sign", "cancer"]) R.place(id).value = "";
      Object.assign(R.place("max-hops"), { value: 6 });
      Object.assign(R.place("limit"), { value: 25 });
      R.place("support").value = Object.keys(R.style.supports).at(-1);
    }
    limited();
    R.place("ask").value = state.q === "ask" ? state.text || "" : "";
    R.place("list").value = state.q === "connect" ? (state.names || "").split("|").join("\n") : "";
    R.place("bridges").checked = state.q === "connect" && state.bridges === "true";
    if (state.q === "connect") R.place("connect-box").open = true;
    R.place("search").value = state.q === "neighbors" ? R.shown?.named?.[R.shown.query.parameters.of]?.name || "" : "";
    const question = R.style.questions.some((q) => q.name === state.q) ? state.q : "";
    R.place("question").value = question;
    make(question, R.asked(state));
    if (question && !whole) R.place("question-box").open = true;
  };
  const chosen = (id, key) => {  // also what is not among the options, so that the next Find keeps it
    const menu = R.place(id);
    menu.querySelector("[data-added]")?.remove();
    if (key && ![...menu.options].some((option) => option.value === key)) menu.append(el("option", { value: key, text: R.shown?.named?.[key]?.name || key, "data-added": true }));
    menu.value = key || "";
  };
})();
