// Suggestions under the search box: a combobox and its list as in ARIA 1.2, the focus always in the
// box. Without this file the box is a plain one, and where the server does not answer it stays so.
//
// What an input method composes is not typed yet: nothing is asked for it, and its keys are its own.
// Safari tells the end of a composition before the key that ended it; that key still has code 229.

// Milliseconds without a key before the server is asked, and then before the count is announced.
const WAIT = 80;
const QUIET = 600;

// Characters of a text that somebody may still be typing; a longer one was put there whole.
const LONGEST = 200;

// Answers that the page remembers.
const KEPT = 50;

// The code of a key that an input method took.
const COMPOSED = 229;

class Suggestions {
  constructor(form) {
    this.form = form;
    this.box = form.querySelector("input[type=search]");
    this.list = form.appendChild(
      made("ul", { class: "suggestions", id: "suggestions", role: "listbox" }),
    );
    this.list.setAttribute("aria-label", form.dataset.list);
    this.status = form.appendChild(made("p", { class: "unseen", role: "status" }));
    this.answers = new Map();
    this.leave();
    this.box.setAttribute("role", "combobox");
    this.box.setAttribute("aria-autocomplete", "list");
    this.box.setAttribute("aria-controls", this.list.id);
    this.listen();
  }

  listen() {
    const leave = () => this.leave();
    this.box.addEventListener("input", (event) => {
      if (!event.isComposing && !this.composing) this.changed();
    });
    this.box.addEventListener("compositionstart", () => {
      this.leave();
      this.composing = true;
    });
    this.box.addEventListener("compositionend", () => {
      this.composing = false;
      if (this.box.value !== this.typed) this.changed();
    });
    this.box.addEventListener("keydown", (event) => this.pressed(event));
    this.box.addEventListener("blur", leave);
    this.form.addEventListener("submit", leave);
    window.addEventListener("pagehide", leave);
    // The focus stays in the box.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const row = event.target.closest("[role=option]");
      if (row) this.follow([...this.list.children].indexOf(row));
    });
  }

  pressed(event) {
    if (event.isComposing || event.keyCode === COMPOSED) {
      if (event.key === "Enter") event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const done = {
      ArrowDown: () => this.move(1),
      ArrowUp: () => this.move(-1),
      Enter: () => this.follow(this.active),
      Escape: () => this.giveUp(),
      Tab: () => this.leave(),
    }[event.key]?.();
    if (done) event.preventDefault();
  }

  changed() {
    this.stop();
    this.typed = this.box.value;
    this.mark(-1);
    const address = this.address();
    const known = this.answers.get(address);
    if (!address) this.close();
    else if (known) this.show(known);
    else this.timer = setTimeout(() => this.ask(address), WAIT);
  }

  address() {
    const text = this.typed.trim();
    if (!text || text.length > LONGEST) return "";
    const asked = new URLSearchParams(new FormData(this.form));
    asked.set("q", text);
    return `${this.form.dataset.suggest}?${asked}`;
  }

  async ask(address) {
    this.asking = new AbortController();
    const { signal } = this.asking;
    try {
      const response = await fetch(address, { signal });
      const [, texts, descriptions, urls] = response.ok ? await response.json() : [, [], [], []];
      const options = texts.map((text, n) => ({ text, told: descriptions[n], url: urls[n] }));
      if (response.ok) this.remember(address, options);
      this.show(options);
    } catch {
      if (!signal.aborted) this.close();
    }
  }

  remember(address, options) {
    this.answers.set(address, options);
    if (this.answers.size > KEPT) this.answers.delete(this.answers.keys().next().value);
  }

  show(options) {
    this.close();
    if (!options.length || document.activeElement !== this.box) return;
    this.options = options;
    this.list.replaceChildren(...options.map(row));
    this.list.hidden = false;
    this.box.setAttribute("aria-expanded", "true");
    const { one, count } = this.form.dataset;
    const said = options.length === 1 ? one : count.replace("{n}", options.length);
    this.saying = setTimeout(() => (this.status.textContent = said), QUIET);
  }

  // Down and Up lead through the rows and what was typed; the first of them opens a closed list.
  move(step) {
    if (this.options.length) {
      this.stop();
      const places = this.options.length + 1;
      this.mark(((this.active + 1 + step + places) % places) - 1);
      this.box.value = this.options[this.active]?.text ?? this.typed;
      return true;
    }
    this.stop();
    this.typed = this.box.value;
    const address = this.address();
    if (!address) return false;
    const known = this.answers.get(address);
    if (known) this.show(known);
    else this.ask(address);
    return true;
  }

  mark(active) {
    this.active = active;
    [...this.list.children].forEach((option, n) =>
      option.setAttribute("aria-selected", String(n === active)),
    );
    const marked = this.list.children[active];
    if (marked) {
      this.box.setAttribute("aria-activedescendant", marked.id);
      marked.scrollIntoView({ block: "nearest" });
    } else {
      this.box.removeAttribute("aria-activedescendant");
    }
  }

  follow(number) {
    const option = this.options[number];
    this.leave();
    if (!option) return false;
    location.assign(option.url);
    return true;
  }

  giveUp() {
    this.stop();
    if (!this.options.length) return false;
    this.box.value = this.typed;
    this.close();
    return true;
  }

  leave() {
    this.stop();
    this.close();
    this.typed = this.box.value;
    this.composing = false;
  }

  stop() {
    clearTimeout(this.timer);
    clearTimeout(this.saying);
    this.asking?.abort();
  }

  close() {
    this.options = [];
    this.list.hidden = true;
    this.list.replaceChildren();
    this.status.textContent = "";
    this.box.setAttribute("aria-expanded", "false");
    this.mark(-1);
  }
}

function made(name, attributes, text = "") {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.textContent = text;
  return element;
}

function row({ text, told }, number) {
  const option = made("li", { id: `suggestion-${number}`, role: "option" });
  option.setAttribute("aria-selected", "false");
  option.append(made("bdi", { lang: "zh" }, text), " ", made("bdi", { class: "told" }, told));
  return option;
}

document.querySelectorAll("form[data-suggest]").forEach((form) => new Suggestions(form));
