// Comforts of the results: keys between pictures, sets that open in place, values found while one
// types, and the place one comes back to. Everything works without them, by the same addresses.

// Milliseconds without a key before values are looked for.
const PAUSE = 120;

// Results that one page of the server has at most.
const MOST_ON_A_PAGE = 1000;

const TILE = "a.tile";

const hasModifier = (event) => event.ctrlKey || event.metaKey || event.altKey || event.shiftKey;

async function fetched(address) {
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

// The next tile in a direction: along the order, or the nearest one in the row above or below.
function neighbour(tile, key) {
  const tiles = [...document.querySelectorAll(TILE)].filter((one) => one.getClientRects().length);
  const at = tiles.indexOf(tile);
  const along = { ArrowRight: 1, ArrowLeft: -1, j: 1, k: -1 }[key];
  if (along) return at < 0 ? tiles[0] : tiles[at + along];
  const here = tile.getBoundingClientRect();
  const isBeyond = key === "ArrowDown" ? (y) => y > here.top + 1 : (y) => y < here.top - 1;
  const beyond = tiles
    .map((one) => [one, one.getBoundingClientRect()])
    .filter(([, box]) => isBeyond(box.top));
  const rows = beyond.map(([, box]) => box.top);
  const row = key === "ArrowDown" ? Math.min(...rows) : Math.max(...rows);
  const middle = (box) => box.left + box.width / 2;
  const distance = (box) => Math.abs(middle(box) - middle(here));
  return beyond
    .filter(([, box]) => Math.abs(box.top - row) < 2)
    .sort(([, one], [, other]) => distance(one) - distance(other))[0]?.[0];
}

// Letters go from picture to picture from anywhere; arrows where one is, else they scroll the page.
function walk(event) {
  if (hasModifier(event) || event.target.closest("input, textarea, select, [contenteditable]")) return;
  const tile = event.target.closest(TILE);
  const isArrow = /^Arrow(Left|Right|Up|Down)$/.test(event.key) && tile;
  if (!isArrow && !/^[jk]$/.test(event.key)) return;
  const next = neighbour(tile, event.key);
  if (!next) return;
  event.preventDefault();
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

// The timeline is one stop of the Tab key; arrows go from bar to bar.
function walkTimeline(chart) {
  const bars = [...chart.querySelectorAll("a")];
  const stop = (bar) => bars.forEach((one) => one.setAttribute("tabindex", one === bar ? 0 : -1));
  if (bars.length) stop(chart.querySelector("[aria-current]") ?? bars[0]);
  chart.addEventListener("keydown", (event) => {
    if (hasModifier(event)) return;
    const at = bars.indexOf(event.target.closest("a"));
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: bars.length - 1 }[event.key];
    if (to === undefined || !bars[to]) return;
    event.preventDefault();
    event.stopPropagation();
    stop(bars[to]);
    bars[to].focus();
  });
}

// The photos of a set that are not on this page.
async function hiddenOf(link) {
  const address = new URL(link.href);
  address.searchParams.set("per_page", MOST_ON_A_PAGE);
  const found = await fetched(address);
  const shown = [...found.querySelectorAll(".found ol > li")];
  const hidden = shown.filter((one) => !document.getElementById(one.id));
  if (!hidden.length || found.querySelector(".pages .next")) throw new Error("not in its place");
  return hidden;
}

// A set opens where it stands: the same cards that its own address shows, all of them. One that does
// not fit, or of which nothing is hidden, is shown at that address. Who keeps a list of the tiles
// hears of it by the event "tiles".
async function openSet(link) {
  if (link.hasAttribute("aria-busy")) return;
  const card = link.closest("li");
  const members = (link.members ??= []);
  const open = link.getAttribute("aria-expanded") === "true";
  if (!members.length) {
    link.setAttribute("aria-busy", "true");
    try {
      members.push(...(await hiddenOf(link)));
    } finally {
      link.removeAttribute("aria-busy");
    }
    members.forEach((one) => one.classList.add("member"));
  }
  if (open) members.forEach((one) => one.remove());
  else card.after(...members);
  link.setAttribute("aria-expanded", String(!open));
  document.dispatchEvent(new CustomEvent("tiles"));
}

// Values of a facet while one types; the page of all values answers, as it would without a script.
function findValues(form) {
  const lists = form.parentElement.querySelector("ul.values");
  let waiting;
  let asked = 0;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const number = (asked += 1);
      const address = `${form.action}?${new URLSearchParams(new FormData(form))}`;
      const found = await fetched(address).catch(() => null);
      const values = found?.querySelector("ul.values");
      if (values && number === asked) lists.replaceChildren(...values.children);
    }, PAUSE);
  });
}

// Back from a photo: the tile has the focus again, where the browser has kept the place but not it.
function comeBack() {
  const id = history.state?.tile ?? decodeURIComponent(location.hash.slice(1));
  const tile = id && document.getElementById(id)?.querySelector(TILE);
  if (tile && document.activeElement === document.body) tile.focus({ preventScroll: Boolean(history.state?.tile) });
}

document.addEventListener("keydown", walk);
document.addEventListener("click", (event) => {
  const tile = event.target.closest("a.tile, a.thumb")?.closest("li[id]");
  if (tile) history.replaceState({ ...history.state, tile: tile.id }, "");
  const set = event.target.closest("a.group");
  if (!set || hasModifier(event) || event.button) return;
  event.preventDefault();
  openSet(set).catch(() => location.assign(set.href));
});
document.querySelectorAll("a.group").forEach((link) => link.setAttribute("aria-expanded", "false"));
document.querySelectorAll("svg.chart").forEach(walkTimeline);
document.querySelectorAll("form.find").forEach(findValues);
window.addEventListener("pageshow", comeBack);
