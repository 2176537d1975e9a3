"use strict";
// The signs of the legend, drawn from the style table: the same in the page and in its SVG.
(() => {
  const R = RadExo, NS = "http://www.w3.org/2000/svg";
  const svg = (tag, given = {}, ...children) => {
    const made = document.createElementNS(NS, tag);
    for (const [name, value] of Object.entries(given)) if (value !== null && value !== undefined) made.setAttribute(name, value);
    made.append(...children);
    return made;
  };
  const points = (corners, x = 0, y = 0) => corners.map(([a, b]) => `${(x + a).toFixed(1)},${(y + b).toFixed(1)}`).join(" ");

  // an arrowhead with its tip at a point, turned by an angle in degrees
  const head = (look, x, y, angle, scale = 1) => {
    const group = svg("g", { transform: `translate(${x.toFixed(2)} ${y.toFixed(2)}) rotate(${angle.toFixed(1)}) scale(${scale})`, fill: look.color, stroke: "none" });
    const shapes = {
      arrow: () => svg("polygon", { points: "0,0 -10,-4.6 -10,4.6" }),
      vee: () => svg("polygon", { points: "0,0 -10,-5 -6.5,0 -10,5" }),
      bar: () => svg("rect", { x: -2.4, y: -6, width: 2.4, height: 12 }),
      circle: () => svg("circle", { cx: -4, cy: 0, r: 4 }),
      diamond: () => svg("polygon", { points: "0,0 -5,-4 -10,0 -5,4" }),
      square: () => svg("rect", { x: -8, y: -4, width: 8, height: 8 }),
      cross: () => svg("path", { d: "M0,-4.5 L-9,4.5 M0,4.5 L-9,-4.5", stroke: look.color, "stroke-width": 2, fill: "none" }),
    };
    if (shapes[look.head]) group.append(shapes[look.head]());
    return group;
  };
  const badge = (x, y) => {
    const look = R.style.contradicted;
    return svg("g", {},
      svg("circle", { cx: x, cy: y, r: 6.5, fill: R.style.paper, stroke: look.color, "stroke-width": 1.4 }),
      Object.assign(svg("text", { x, y: y + 3.8, "text-anchor": "middle", "font-size": 10.5, "font-weight": "bold", "font-family": R.style.font, fill: look.text }), { textContent: look.glyph }));
  };
  const joint = ([x, y, angle]) => svg("g", { transform: `translate(${x} ${y}) rotate(${(angle * 180 / Math.PI).toFixed(1)})` },
    ...[[R.style.paper, 4], [R.style.joint, 1.6]].flatMap(([stroke, width]) => [-2.2, 2.2].map((at) => svg("line", { x1: at - 2.4, y1: -6, x2: at + 2.4, y2: 6, stroke, "stroke-width": width }))));
  const icon = (item) => {  // 36 by 20, centered on 18, 10
    const group = svg("g");
    const line = (color, width, dash) => svg("line", { x1: 2, y1: 10, x2: 34, y2: 10, stroke: color, "stroke-width": width, "stroke-dasharray": dash.length ? dash.join(" ") : null });
    if (item.group === "node") {
      const look = R.style.nodes[item.key];
      group.append(svg("polygon", { points: points(look.icon, 18, 10), fill: item.fill || look.fill, stroke: look.line, "stroke-width": look.width, "stroke-linejoin": "round" }));
    } else if (item.group === "value") {
      group.append(svg("rect", { x: 4, y: 3, width: 28, height: 14, fill: item.key, stroke: R.style.muted }));
    } else if (item.group === "edge") {
      const look = R.style.edges[item.key];
      group.append(line(look.color, R.style.thin, []), head(look, 34, 10, 0));
    } else if (item.group === "badge") group.append(badge(18, 10));
    else if (item.group === "joint") group.append(line(R.style.muted, R.style.thin, []), joint([18, 10, 0]));
    else if (item.group === "note") group.append(Object.assign(svg("text", { x: 18, y: 18, "text-anchor": "middle", "font-size": 18, "font-family": R.style.font, fill: R.style.text }), { textContent: R.style[item.key === "confirmed" ? "confirmed" : "noted"] }));
    else group.append(line(R.style.muted, item.width, item.dash));
    return group;
  };
  R.icons = { svg, points, head, badge, joint, icon };
  let listed = [];
  R.legend = (items = listed) => {
    listed = items;
    const entries = items.map((item) => R.el("li", {},
      svg("svg", { width: 36, height: 20, viewBox: "0 0 36 20", "aria-hidden": "true", focusable: "false" }, icon(item)), item.word));
    R.clear(R.place("legend"), ...entries);
  };
})();
