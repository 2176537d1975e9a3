"use strict";
// Light or dark: as the system has it, until the user chooses. Files of pictures are always on white.
(() => {
  const R = RadExo, root = document.documentElement, system = matchMedia("(prefers-color-scheme: dark)"), button = R.place("scheme");
  let looks = null;
  const kept = () => { try { return localStorage.getItem("radexo-scheme"); } catch { return null; } };  // a file or a frame may have no store
  const keep = (scheme) => { try { localStorage.setItem("radexo-scheme", scheme); } catch { /* then it holds for this page */ } };
  if (["light", "dark"].includes(kept())) root.dataset.scheme = kept();
  const dark = () => (root.dataset.scheme ? root.dataset.scheme === "dark" : system.matches);
  const merged = (style, over) => Object.fromEntries(Object.entries({ ...style, ...over }).map(([key, value]) =>
    [key, over[key] && typeof over[key] === "object" ? merged(style[key], over[key]) : value]));
  const take = (scheme) => { R.style = looks[scheme].style; R.paint = looks[scheme].paint; };
  const now = () => (dark() ? "dark" : "light");
  const apply = () => {
    button.textContent = dark() ? "Light" : "Dark";
    button.title = `show the page in ${dark() ? "light" : "dark"}`;
    if (!looks) return;
    take(now());
    R.network.repaint();
    R.legend();
  };
  R.scheme = {};
  R.scheme.start = (style) => {
    looks = Object.fromEntries([["light", style], ["dark", merged(style, style.dark)]].map(([name, one]) => [name, { style: one, paint: Paint(one) }]));
    take(now());
  };
  R.scheme.onWhite = (work) => { take("light"); try { return work(); } finally { take(now()); } };
  button.addEventListener("click", () => { root.dataset.scheme = dark() ? "light" : "dark"; keep(root.dataset.scheme); apply(); });
  system.addEventListener("change", apply);
  apply();
})();
