"use strict";
// Fields that suggest entities while one types: by name, synonym or id, with their type; a tick where the name is settled, a list
// to pick from where several entities carry it.
(() => {
  const R = RadExo;
  let opened = null;  // puts the open list where its field is
  for (const event of ["scroll", "resize"]) window.addEventListener(event, () => opened?.(), { capture: true, passive: true });
  R.combobox = (input, { chosen = () => {}, types = [], changed = () => {}, many = false, eager = false } = {}) => {
    const list = R.el("ul", { role: "listbox", id: `${input.id}-list`, class: "suggestions", hidden: true, "aria-label": "suggestions" });
    const tick = R.el("span", { class: "tick", id: `${input.id}-tick` });
    let options = [], active = -1, wanted = 0, timer = null, waiting = false;
    for (const [key, value] of Object.entries({ role: "combobox", autocomplete: "off", spellcheck: "false", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id, "aria-describedby": tick.id })) input.setAttribute(key, value);
    const field = R.el("span", { class: "field" });
    input.replaceWith(field);
    field.append(input, tick, list);

    const part = () => (many ? input.value.split("|").pop().trim() : input.value.trim());
    const idle = () => { if (waiting) { waiting = false; R.end(); } };
    // over everything, so that no column cuts it: below the field, or above where there is more room
    const put = () => {
      const box = field.getBoundingClientRect(), noted = Math.max(box.bottom, tick.getBoundingClientRect().bottom);
      const below = innerHeight - noted - 8, above = box.top - 8, up = below < 160 && above > below;
      Object.assign(list.style, { minWidth: `${box.width}px`, maxHeight: `${Math.max(80, Math.min(330, up ? above : below))}px`, left: "0", top: "0" });
      const left = Math.max(4, Math.min(box.left, document.documentElement.clientWidth - list.offsetWidth - 4));
      Object.assign(list.style, { left: `${left}px`, top: `${up ? box.top - list.offsetHeight - 2 : noted + 2}px` });
    };
    const close = () => {  // and what was to open it is called off
      clearTimeout(timer);
      wanted += 1;
      idle();
      if (opened === put) opened = null;
      list.hidden = true;
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const settle = (entity) => {
      input.dataset.id = entity ? entity.id : "";
      tick.textContent = entity ? `✓ ${entity.name}, ${R.style.nodes[entity.type]?.word || entity.type}` : "";
      tick.className = entity ? "tick settled" : "tick";
    };
    const take = (entity) => {
      input.value = many ? [...input.value.split("|").slice(0, -1).map((p) => p.trim()), entity.name].join(" | ") : entity.name;
      close();
      if (!many) settle(entity);
      chosen(entity);
      changed();
    };
    const mark = () => {
      [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === active)));
      const item = list.children[active];
      if (item) { input.setAttribute("aria-activedescendant", item.id); item.scrollIntoView({ block: "nearest" }); } else input.removeAttribute("aria-activedescendant");
    };
    const open = (found, unsettled = "") => {
      const exact = found.filter((s) => s.exact).length;
      const note = exact > 1 ? `${exact} entities carry this name: pick one` : found[0]?.near ? found[0].matched || "not in the graph; the nearest names:" : found.length ? unsettled : "";
      options = found;
      active = -1;
      R.clear(list, ...found.map((entity, i) => R.el("li", {
        role: "option", id: `${input.id}-option-${i}`, "aria-selected": "false", "data-id": entity.id,
        onmousedown: (event) => { event.preventDefault(); take(entity); },
      }, R.el("span", { class: "name", text: entity.name }), entity.matched ? R.el("span", { class: "matched", text: ` (${entity.matched})` }) : null,
      R.el("span", { class: "type", text: [R.style.nodes[entity.type]?.word || entity.type, ...["edge", "finding"].filter((word) => entity[`${word}s`]).map((word) => R.count(entity[`${word}s`], word))].join(" · ") }))));
      list.hidden = !found.length;
      input.setAttribute("aria-expanded", String(found.length > 0));
      tick.className = "tick";
      tick.textContent = note || (found.length ? "" : part() ? "not in the graph" : "");
      opened = found.length ? put : null;
      opened?.();
      if (found.length) R.say(`${R.count(found.length, "suggestion")}${note ? `; ${note}` : ""}`);
    };
    const look = async (text) => (await R.get("/api/names", { q: text, types: types.join("|") })).suggestions;
    const suggest = async (text) => {
      idle();
      if (!text || text.toLowerCase().startsWith("type:")) { close(); tick.textContent = ""; return; }
      const mine = wanted += 1, found = await look(text);
      if (mine === wanted && document.activeElement === input) open(found);
    };
    input.addEventListener("input", () => {
      if (!many) settle(null);
      clearTimeout(timer);
      if (!waiting) { waiting = true; R.begin(); }
      timer = setTimeout(() => R.work(() => suggest(part())), 110);
    });
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (list.hidden) { if (part()) R.work(() => suggest(part())); return; }
        active = (active + (event.key === "ArrowDown" ? 1 : active < 0 ? 0 : -1) + options.length) % options.length;
        mark();
        event.preventDefault();
      } else if (event.key === "Enter" && !list.hidden && active >= 0) { event.preventDefault(); event.stopPropagation(); take(options[active]); }
      else if (event.key === "Escape") close();
    });
    input.addEventListener("blur", () => setTimeout(() => { if (document.activeElement !== input) close(); }, 80));
    return {
      settle, close,
      // what was typed as a name that means one entity: settled, or the pick list is open
      settled: async () => {
        const typed = input.value.trim();
        if (!typed || input.dataset.id || typed.toLowerCase().startsWith("type:")) return input.dataset.id || typed;
        close();
        const found = await look(typed), exact = found.filter((s) => s.exact);
        if (input.value.trim() !== typed) return null;
        const only = exact.length === 1 ? exact[0] : eager && found.length === 1 ? found[0] : null;
        if (only) { take(only); return only.id; }
        input.focus();
        open(found, eager ? "pick one; Enter takes the first" : "pick one");
        if (eager && found.length) { active = 0; mark(); }  // Enter again takes it
        R.say(tick.textContent || "Pick one of the suggestions.");
        return null;
      },
      set: (entity) => { input.value = entity ? entity.name : ""; settle(entity && entity.id ? entity : null); close(); },
    };
  };
})();
