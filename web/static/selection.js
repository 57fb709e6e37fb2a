// Choosing photos: what is ticked is kept in the browser, over pages, searches and days, as ids in
// an order; the bar at the bottom counts them and opens the light table. Without this file the boxes
// are a form, and the selection is that of one page. The server is asked for nothing until somebody
// opens the light table or takes all results.

// Photos of a selection, and searches that its title names; the server has the same limit.
const MOST_PICKED = 500;
const MOST_NAMED = 3;
const LONGEST_TITLE = 120;

class Selection {
  constructor(form) {
    this.form = form;
    this.key = `selection ${new URL(form.action).pathname}`;
    this.status = document.body.appendChild(document.createElement("p"));
    this.status.className = "unseen";
    this.status.setAttribute("role", "status");
    this.clearing = form.querySelector(".clear");
    this.paging = document.querySelector(".pick-page");
    this.labels = [this.paging?.textContent, this.paging?.dataset.undo];
    this.load();
    this.listen();
    this.show();
  }

  // Those that are on the page now: results come and go where a group is opened in place.
  get boxes() {
    return [...document.querySelectorAll('input[name="id"][form="picks"]')];
  }

  load() {
    this.ids = [];
    this.titles = [];
    this.isArranged = false;
    try {
      const kept = JSON.parse(localStorage.getItem(this.key)) ?? {};
      this.ids = (kept.ids ?? []).filter((id) => /^[0-9a-f]{16}$/.test(id)).slice(0, MOST_PICKED);
      this.titles = (kept.titles ?? []).filter((title) => typeof title === "string");
      this.isArranged = kept.isArranged === true;
    } catch {
      // What somebody else wrote there, or a browser that keeps nothing: it lasts for this page.
    }
  }

  // What the light table did last, its pages of before may undo.
  keep(ids, titles = this.titles, isArranged = false) {
    this.ids = ids;
    this.titles = ids.length || isArranged ? titles : [];
    this.isArranged = isArranged;
    this.before = null;
    try {
      const kept = JSON.stringify({ ids, titles: this.titles, isArranged });
      if (ids.length || isArranged) localStorage.setItem(this.key, kept);
      else localStorage.removeItem(this.key);
    } catch {
      // Kept for this page only.
    }
    this.show();
  }

  add(ids) {
    const more = ids.filter((id) => !this.ids.includes(id));
    const room = MOST_PICKED - this.ids.length;
    const query = this.form.querySelector('input[name="q"]')?.value;
    const before = this.ids.length ? this.titles : [];
    const titles = query && more.length && !before.includes(query)
      ? [...before, query].slice(-MOST_NAMED) : before;
    this.keep([...this.ids, ...more.slice(0, Math.max(0, room))], titles);
    this.tell(more.length > room ? this.form.dataset.full : this.counted());
  }

  remove(ids) {
    this.keep(this.ids.filter((id) => !ids.includes(id)));
    this.tell(this.counted() || this.form.dataset.cleared);
  }

  clear() {
    if (this.table?.isMine) {
      this.keep([], this.titles, true);
      location.assign(this.address([], ""));
      return;
    }
    if (this.before) {
      this.keep(...this.before);
      this.tell(this.counted());
      return;
    }
    const before = [this.ids, this.titles];
    this.keep([]);
    this.before = before;
    this.show();
    this.tell(this.form.dataset.cleared);
  }

  counted() {
    const n = this.ids.length;
    if (!n) return "";
    return n === 1 ? this.form.dataset.one : this.form.dataset.count.replace("{n}", n);
  }

  tell(text) {
    this.status.textContent = text;
  }

  // Where not all results were taken, everybody is told, until the selection changes.
  tellFirst(taken, total) {
    if (taken >= total) return;
    const [n, all] = [taken, total].map((number) => number.toLocaleString("en"));
    const told = this.form.dataset.first.replace("{n}", n).replace("{total}", all);
    this.form.querySelector(".count").textContent += ` · ${told}`;
    this.tell(told);
  }

  tick() {
    const chosen = new Set(this.ids);
    for (const box of this.boxes) box.checked = chosen.has(box.value);
    if (!this.paging) return;
    const label = this.labels[Number(this.hasPage)];
    if (this.paging.textContent !== label) this.paging.textContent = label;
  }

  show() {
    this.tick();
    const { dataset } = this.form;
    this.form.classList.toggle("kept", this.ids.length > 0 || Boolean(this.before));
    this.form.querySelector(".count").textContent = this.counted() || dataset.cleared;
    const isOpen = this.table?.isMine === true;
    this.form.querySelector("[type=submit]").hidden = !this.ids.length || isOpen;
    this.clearing.hidden = false;
    this.clearing.textContent = this.before ? dataset.undo : dataset.clear;
  }

  // The address of a selection, as the server makes it.
  address(ids = this.ids, title = this.titles.join("；")) {
    const packed = ids.map((id) => {
      const bytes = id.match(/../g).map((digits) => String.fromCharCode(parseInt(digits, 16)));
      return btoa(bytes.join("")).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
    });
    const language = this.form.querySelector('input[name="lang"]')?.value;
    const asked = new URLSearchParams();
    if (ids.length) asked.set("ids", packed.join("."));
    if (title) asked.set("q", shortened(title));
    if (language) asked.set("lang", language);
    return `${this.form.action}?${asked}`;
  }

  // Choose or give up a photo, and with Shift all between it and the one before.
  toggle(box, range) {
    const wanted = box.checked;
    const at = this.boxes.indexOf(box);
    const before = range ? this.boxes.indexOf(this.last) : at;
    const from = before < 0 ? at : before;
    const some = this.boxes.slice(Math.min(from, at), Math.max(from, at) + 1);
    this.last = box;
    if (wanted) this.add(some.map((one) => one.value));
    else this.remove(some.map((one) => one.value));
  }

  togglePage() {
    const ids = this.boxes.map((box) => box.value);
    if (this.hasPage) this.remove(ids);
    else this.add(ids);
  }

  get hasPage() {
    return this.boxes.length > 0 && this.boxes.every((box) => this.ids.includes(box.value));
  }

  async addResults(link) {
    const url = new URL(link.href);
    url.pathname += ".json";
    try {
      const answer = await fetch(url);
      if (!answer.ok) throw new Error(answer.statusText);
      const { ids, total } = await answer.json();
      this.add(ids);
      this.tellFirst(ids.filter((id) => this.ids.includes(id)).length, total);
    } catch {
      location.assign(link.href);
    }
  }

  listen() {
    document.addEventListener("click", (event) => {
      if (event.target.matches('input[form="picks"]')) this.toggle(event.target, event.shiftKey);
    });
    new MutationObserver(() => this.tick()).observe(document.querySelector("main"), {
      childList: true,
      subtree: true,
    });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      location.assign(this.address());
    });
    this.clearing.addEventListener("click", () => this.clear());
    this.paging?.addEventListener("click", (event) => {
      if (isPlain(event)) this.togglePage();
    });
    document.querySelector(".pick-all")?.addEventListener("click", (event) => {
      if (isPlain(event)) this.addResults(event.currentTarget);
    });
    document.addEventListener("keydown", (event) => this.pressed(event));
    window.addEventListener("storage", (event) => {
      if (event.key !== this.key && event.key !== null) return;
      this.load();
      this.show();
    });
    window.addEventListener("pageshow", () => {
      this.load();
      this.show();
    });
  }

  pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key?.toLowerCase() !== "x" || isTyping(event.target)) return;
    const tile = event.target.closest(".card, .row, .print, figure") ??
      document.querySelector(".photo figure");
    const box = tile?.querySelector('input[type="checkbox"]');
    if (!box) return;
    box.checked = !box.checked;
    if (this.boxes.includes(box)) this.toggle(box, event.shiftKey);
    event.preventDefault();
  }
}

// The light table: what is changed there is changed in the browser's selection too, where both are
// the same; a selection that somebody sent stays theirs until it is taken over.
class LightTable {
  constructor(form, selection) {
    this.form = form;
    this.selection = selection;
    this.prints = [...form.querySelectorAll(".print")];
    this.ids = this.prints.map((print) => print.dataset.id);
    this.copying = form.querySelector(".copy");
    this.taking = form.querySelector(".mine");
    this.copying.hidden = false;
    this.selection.table = this;
    this.renew();
    this.follow();
    this.listen();
  }

  // A page that was mine when it was left is so again, unless photos were chosen elsewhere since:
  // thus Back undoes a change here.
  follow() {
    const { selection } = this;
    if (history.state?.isMine && selection.isArranged && !this.isSame) {
      selection.keep(this.ids, selection.titles, true);
    }
    if (this.isMine) history.replaceState({ ...history.state, isMine: true }, "");
    selection.show();
    this.offer();
  }

  get isSame() {
    return this.ids.join() === this.selection.ids.join();
  }

  // A photo whose post was moved has another id now, and the browser may keep the former one.
  renew() {
    const pairs = this.prints.map((print) =>
      (print.dataset.was?.split(" ") ?? []).map((was) => [was, print.dataset.id]));
    const now = new Map(pairs.flat());
    const { ids } = this.selection;
    if (!ids.some((id) => now.has(id))) return;
    const renewed = [...new Set(ids.map((id) => now.get(id) ?? id))];
    this.selection.keep(renewed, this.selection.titles, this.selection.isArranged);
  }

  get isMine() {
    const mine = this.selection.ids;
    return mine.length === this.ids.length && mine.every((id) => this.ids.includes(id));
  }

  offer() {
    this.taking.hidden = this.ids.every((id) => this.selection.ids.includes(id));
  }

  changed(name, id) {
    const ids = this.ids.filter((one) => one !== id);
    const by = { up: -1, down: 1 }[name];
    if (by) ids.splice(Math.max(0, this.ids.indexOf(id) + by), 0, id);
    return ids;
  }

  listen() {
    this.form.addEventListener("submit", (event) => {
      const { name, value } = event.submitter ?? {};
      if (["up", "down", "remove"].includes(name) && this.isMine) {
        this.selection.keep(this.changed(name, value), this.selection.titles, true);
      }
    });
    window.addEventListener("pageshow", () => this.follow());
    this.copying.addEventListener("click", () => this.copy());
    this.taking.addEventListener("click", () => {
      this.selection.add(this.ids);
      this.follow();
      this.copying.focus();
    });
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      if (event.key === "c" && !isTyping(event.target)) this.copy();
    });
    for (const print of this.prints) this.drag(print);
  }

  async copy() {
    const { dataset } = this.selection.form;
    const box = this.form.querySelector("#credits");
    try {
      await navigator.clipboard.writeText(box.value);
      this.selection.tell(dataset.copied);
      this.copying.textContent = dataset.copied;
    } catch {
      box.closest("details").open = true;
      box.select();
      this.selection.tell(dataset.notCopied);
    }
  }

  drag(print) {
    print.draggable = true;
    print.addEventListener("dragstart", (event) => {
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/x-photo", print.dataset.id);
    });
    print.addEventListener("dragover", (event) => {
      if (!event.dataTransfer.types.includes("text/x-photo")) return;
      event.preventDefault();
      print.classList.add("target");
    });
    for (const name of ["dragleave", "drop", "dragend"]) {
      print.addEventListener(name, () => print.classList.remove("target"));
    }
    print.addEventListener("drop", (event) => {
      const id = event.dataTransfer.getData("text/x-photo");
      if (!this.ids.includes(id) || id === print.dataset.id) return;
      event.preventDefault();
      const ids = this.ids.filter((one) => one !== id);
      ids.splice(this.ids.indexOf(print.dataset.id), 0, id);
      if (this.isMine) this.selection.keep(ids, this.selection.titles, true);
      const title = this.form.querySelector("#title").value;
      location.assign(`${this.selection.address(ids, title)}#p-${id}`);
    });
  }
}

// A title as the server cuts it, so that the address stays within the line of a request.
function shortened(title) {
  const letters = [...title];
  if (letters.length <= LONGEST_TITLE) return title;
  return `${letters.slice(0, LONGEST_TITLE - 1).join("").trimEnd()}…`;
}

function isTyping(target) {
  return Boolean(
    target.closest('textarea, select, [contenteditable], input:not([type="checkbox"])'),
  );
}

// A click that asks for no other tab; what it does is done here.
function isPlain(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false;
  event.preventDefault();
  return true;
}

{
  const form = document.getElementById("picks");
  const selection = form && new Selection(form);
  const table = document.querySelector(".light-table");
  const back = document.querySelector(".compare-page .back a");
  document.addEventListener("keydown", (event) => {
    if (back && event.key === "Escape") location.assign(back.href);
  });
  if (table && selection) {
    if (table.tagName === "FORM") new LightTable(table, selection);
    else if (!location.search.includes("ids=") && selection.ids.length) {
      location.replace(selection.address());
    }
  }
}
