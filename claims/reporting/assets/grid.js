// A grid of any length: only the rows in sight are in the page. Arrow keys move, Enter opens.
"use strict";

const OVERSCAN = 8;
const NARROW = matchMedia("(max-width: 46rem)");
const NARROW_HEIGHT = 124;

class VirtualGrid {
  /** `open` is called with a row when its number is opened, `sorted` with the key when a heading is pressed. */
  constructor(grid, place, open, sorted) {
    this.grid = grid;
    this.open = open;
    this.shown = [];
    this.made = new Map();
    this.active = { position: 0, column: 0 };
    this.read = grid.columns.map((column) => reader(grid.data[column.key]));
    this.build(place, sorted);
    this.body.addEventListener("scroll", () => requestAnimationFrame(() => this.render()), { passive: true });
    this.body.addEventListener("keydown", (event) => this.key(event));
    this.body.addEventListener("click", (event) => this.click(event));
    NARROW.addEventListener("change", () => this.show(this.shown));
    new ResizeObserver(() => this.render()).observe(this.body);
  }

  get height() {
    return NARROW.matches ? NARROW_HEIGHT + (this.grid.height > 60 ? 60 : 0) : this.grid.height;
  }

  build(place, sorted) {
    this.root = element("div", "", this.grid.height > 60 ? "grid tall" : "grid");
    this.root.setAttribute("role", "grid");
    this.root.setAttribute("aria-label", this.grid.noun);
    this.root.setAttribute("aria-colcount", String(this.grid.columns.length));
    const head = element("div", "", "head");
    head.setAttribute("role", "rowgroup");
    const row = element("div", "", "row");
    row.setAttribute("role", "row");
    row.setAttribute("aria-rowindex", "1");
    this.template = this.grid.columns.map((column) => column.width).join(" ");
    this.columns(row);
    NARROW.addEventListener("change", () => this.columns(row));
    this.headings = this.grid.columns.map((column) => {
      const heading = element("div");
      heading.setAttribute("role", "columnheader");
      const button = element("button", column.label);
      button.type = "button";
      button.addEventListener("click", () => sorted(column.key));
      heading.append(button);
      row.append(heading);
      return heading;
    });
    head.append(row);
    this.body = element("div", "", "body");
    this.body.setAttribute("role", "rowgroup");
    this.spacer = element("div");
    this.spacer.setAttribute("role", "presentation");
    this.body.append(this.spacer);
    this.root.append(head, this.body);
    place.append(this.root);
  }

  columns(row) {
    row.style.gridTemplateColumns = NARROW.matches ? "7.8rem minmax(0, 1fr)" : this.template;
  }

  /** Mark the heading by which the rows are sorted. */
  mark(key, descending) {
    this.grid.columns.forEach((column, number) => {
      this.headings[number].setAttribute("aria-sort", column.key !== key ? "none" : descending ? "descending" : "ascending");
    });
  }

  /** Show these rows, from the top. */
  show(rows) {
    this.shown = rows;
    this.active = { position: 0, column: this.active.column };
    for (const row of this.made.values()) row.remove();
    this.made.clear();
    this.root.setAttribute("aria-rowcount", String(rows.length + 1));
    this.spacer.style.height = `${rows.length * this.height}px`;
    this.empty?.remove();
    this.empty = null;
    if (!rows.length) {
      this.empty = element("div", "", "row");
      this.empty.setAttribute("role", "row");
      const cell = element("div", "Nothing matches these filters.", "empty");
      cell.setAttribute("role", "gridcell");
      this.empty.append(cell);
      this.spacer.after(this.empty);
    }
    this.body.scrollTop = 0;
    this.render();
  }

  render() {
    const first = Math.max(0, Math.floor(this.body.scrollTop / this.height) - OVERSCAN);
    const last = Math.min(this.shown.length, Math.ceil((this.body.scrollTop + this.body.clientHeight) / this.height) + OVERSCAN);
    for (const [position, row] of this.made) {
      const kept = (position >= first && position < last) || position === this.active.position;
      if (kept) continue;
      row.remove();
      this.made.delete(position);
    }
    const fragment = document.createDocumentFragment();
    const wanted = Array.from({ length: Math.max(0, last - first) }, (_, offset) => first + offset);
    if (this.shown.length) wanted.push(this.active.position);
    for (const position of wanted) {
      if (this.made.has(position)) continue;
      const row = this.row(position);
      this.made.set(position, row);
      fragment.append(row);
    }
    this.body.append(fragment);
  }

  row(position) {
    const row = element("div", "", "row");
    row.setAttribute("role", "row");
    row.setAttribute("aria-rowindex", String(position + 2));
    row.dataset.position = String(position);
    row.style.height = `${this.height}px`;
    row.style.transform = `translateY(${position * this.height}px)`;
    this.columns(row);
    this.grid.columns.forEach((column, number) => {
      const cell = element("div", "", `cell ${column.kind} ${column.place}`);
      cell.setAttribute("role", "gridcell");
      cell.setAttribute("aria-colindex", String(number + 1));
      const value = this.read[number](this.shown[position]);
      const text = value === null ? "" : String(value);
      let target = cell;
      if (column.kind === "count") {
        target = element("button", text);
        target.type = "button";
        target.setAttribute("aria-haspopup", "dialog");
        cell.append(target);
      } else {
        cell.textContent = text;
        if (text.length > 14) cell.title = text;
      }
      target.tabIndex = position === this.active.position && number === this.active.column ? 0 : -1;
      row.append(cell);
    });
    return row;
  }

  target(position, column) {
    const cell = this.made.get(position)?.children[column];
    return cell?.querySelector("button") || cell;
  }

  /** Move the keyboard's place, and the view with it. */
  move(position, column) {
    if (!this.shown.length) return;
    const before = this.target(this.active.position, this.active.column);
    if (before) before.tabIndex = -1;
    this.active = {
      position: Math.min(Math.max(position, 0), this.shown.length - 1),
      column: Math.min(Math.max(column, 0), this.grid.columns.length - 1),
    };
    const top = this.active.position * this.height;
    if (top < this.body.scrollTop) this.body.scrollTop = top;
    const below = top + this.height - this.body.clientHeight;
    if (below > this.body.scrollTop) this.body.scrollTop = below;
    this.render();
    const after = this.target(this.active.position, this.active.column);
    after.tabIndex = 0;
    after.focus({ preventScroll: true });
  }

  key(event) {
    const { position, column } = this.active;
    const page = Math.max(1, Math.floor(this.body.clientHeight / this.height) - 1);
    const moves = {
      ArrowDown: [position + 1, column],
      ArrowUp: [position - 1, column],
      ArrowRight: [position, column + 1],
      ArrowLeft: [position, column - 1],
      PageDown: [position + page, column],
      PageUp: [position - page, column],
      Home: event.ctrlKey ? [0, column] : [position, 0],
      End: event.ctrlKey ? [this.shown.length - 1, column] : [position, this.grid.columns.length - 1],
    };
    if (event.key in moves) {
      event.preventDefault();
      this.move(...moves[event.key]);
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      if (this.shown.length) this.open(this.shown[position]);
    }
  }

  click(event) {
    const row = event.target.closest("[data-position]");
    if (!row || String(getSelection())) return;
    const cell = event.target.closest("[role=gridcell]");
    this.move(Number(row.dataset.position), cell ? [...row.children].indexOf(cell) : 0);
    this.open(this.shown[Number(row.dataset.position)]);
  }
}
