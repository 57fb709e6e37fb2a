// The page of one photo: keys that walk, forms to copy, and a viewer that zooms. Everything that it
// does can be done without it: the keys stand for links, the forms can be selected, and the picture
// leads to its largest rendition.

const ways = { ArrowLeft: ".through .previous", ArrowRight: ".through .next",
  ArrowUp: ".within .previous", ArrowDown: ".within .next", Escape: ".course .back" };

// Where nobody came from a search, the keys of the search walk the article.
const instead = { ArrowLeft: ".within .previous", ArrowRight: ".within .next" };

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (event.target.closest("input, textarea, select, dialog")) return;
  const { key } = event;
  if (key === "c") copy(document.querySelector("[aria-labelledby=copy-caption_credit]"));
  else if (key === "z") viewer?.open();
  else if (ways[key]) {
    const known = document.querySelector(".through") ? ways[key] : (instead[key] ?? ways[key]);
    const link = document.querySelector(known);
    if (!link) return;
    location.assign(link.href);
  } else return;
  event.preventDefault();
});

const menu = document.querySelector(".copying");
const status = document.body.appendChild(document.createElement("p"));
status.className = "copied";
status.setAttribute("role", "status");

async function copy(area) {
  if (!area) return tell(menu.dataset.nothing);
  const what = document.getElementById(area.getAttribute("aria-labelledby")).textContent;
  let told = menu.dataset.copied.replace("{what}", what);
  try {
    await navigator.clipboard.writeText(area.value);
  } catch {
    // Not over plain HTTP: then by the old way, which needs a selection.
    menu.open = true;
    area.select();
    if (!document.execCommand("copy")) told = menu.dataset.failed;
  }
  tell(told);
}

function tell(text) {
  status.textContent = text;
  clearTimeout(tell.timer);
  tell.timer = setTimeout(() => (status.textContent = ""), 4000);
}

for (const area of menu?.querySelectorAll("textarea") ?? []) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = menu.querySelector("summary").firstChild.textContent;
  const label = area.getAttribute("aria-labelledby");
  button.id = `button-${label}`;
  button.setAttribute("aria-labelledby", `${button.id} ${label}`);
  button.addEventListener("click", () => copy(area));
  document.getElementById(label).after(button);
}

const STEP = 1.25;
const MOST = 12;

class Viewer {
  constructor(link) {
    this.link = link;
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.open();
    });
  }

  open() {
    this.dialog ??= this.make();
    this.dialog.showModal();
    this.fit();
  }

  make() {
    const { dataset } = this.link;
    const dialog = document.body.appendChild(document.createElement("dialog"));
    dialog.className = "viewer";
    const shown = this.link.querySelector("img");
    dialog.setAttribute("aria-label", shown.alt);
    this.stage = dialog.appendChild(document.createElement("div"));
    this.stage.className = "stage";
    this.image = this.stage.appendChild(new Image());
    this.image.alt = shown.alt;
    this.image.src = shown.currentSrc;
    this.image.draggable = false;
    const largest = new Image();
    largest.addEventListener("load", () => (this.image.src = largest.src));
    largest.src = this.link.href;
    const tools = dialog.appendChild(document.createElement("div"));
    tools.className = "tools";
    const button = (text, label, action) => {
      const made = tools.appendChild(document.createElement("button"));
      made.type = "button";
      made.textContent = text;
      made.setAttribute("aria-label", label);
      made.addEventListener("click", action);
    };
    button("+", dataset.in, () => this.zoom(STEP));
    button("−", dataset.out, () => this.zoom(1 / STEP));
    button("⤢", dataset.fit, () => this.fit());
    button("×", dataset.close, () => dialog.close());
    const hint = dialog.appendChild(document.createElement("p"));
    hint.className = "hint";
    hint.textContent = dataset.hint;
    dialog.addEventListener("close", () => this.link.focus());
    dialog.addEventListener("keydown", (event) => this.pressed(event));
    this.stage.addEventListener("wheel", (event) => {
      event.preventDefault();
      this.zoom(Math.exp(-event.deltaY / 400), event.clientX, event.clientY);
    }, { passive: false });
    this.stage.addEventListener("dblclick", (event) => {
      if (this.scale > 1) this.fit();
      else this.zoom(3, event.clientX, event.clientY);
    });
    this.listen();
    return dialog;
  }

  // One finger or the mouse drags, two fingers pinch.
  listen() {
    const held = new Map();
    const span = () => {
      const [one, other] = [...held.values()];
      return Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
    };
    this.stage.addEventListener("pointerdown", (event) => {
      held.set(event.pointerId, event);
      this.stage.setPointerCapture(event.pointerId);
      this.stage.classList.add("moving");
    });
    this.stage.addEventListener("pointermove", (event) => {
      const before = held.get(event.pointerId);
      if (!before) return;
      if (held.size === 2) {
        const wide = span();
        held.set(event.pointerId, event);
        const [one, other] = [...held.values()];
        this.zoom(span() / wide, (one.clientX + other.clientX) / 2, (one.clientY + other.clientY) / 2);
      } else {
        held.set(event.pointerId, event);
        this.move(event.clientX - before.clientX, event.clientY - before.clientY);
      }
    });
    for (const name of ["pointerup", "pointercancel"]) {
      this.stage.addEventListener(name, (event) => {
        held.delete(event.pointerId);
        if (!held.size) this.stage.classList.remove("moving");
      });
    }
  }

  pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const done = {
      "+": () => this.zoom(STEP), "=": () => this.zoom(STEP), "-": () => this.zoom(1 / STEP),
      0: () => this.fit(), z: () => this.dialog.close(),
      ArrowLeft: () => this.move(80, 0), ArrowRight: () => this.move(-80, 0),
      ArrowUp: () => this.move(0, 80), ArrowDown: () => this.move(0, -80),
    }[event.key];
    if (!done) return;
    done();
    event.preventDefault();
  }

  fit() {
    [this.scale, this.x, this.y] = [1, 0, 0];
    this.draw();
  }

  // The point under the cursor stays where it is.
  zoom(factor, x = innerWidth / 2, y = innerHeight / 2) {
    const scale = Math.min(MOST, Math.max(1, this.scale * factor));
    const box = this.image.getBoundingClientRect();
    const by = scale / this.scale - 1;
    this.x -= (x - box.left) * by;
    this.y -= (y - box.top) * by;
    this.scale = scale;
    if (scale === 1) [this.x, this.y] = [0, 0];
    this.draw();
  }

  move(x, y) {
    if (this.scale === 1) return;
    this.x += x;
    this.y += y;
    this.draw();
  }

  draw() {
    this.image.style.transform = `translate(${this.x}px, ${this.y}px) scale(${this.scale})`;
  }
}

const enlarge = document.querySelector(".enlarge");
const viewer = enlarge && new Viewer(enlarge);
