// The controls above the rows: built from the grid's description, and what they pick.
"use strict";

/** Reads a column: a list of values, or of few values with an index for each row. */
function reader(column) {
  const { values, index } = column;
  return index ? (row) => values[index[row]] : (row) => values[row];
}

/** The controls of a grid in `form`; `changed` is called after every change. */
class Filters {
  constructor(grid, form, changed) {
    this.grid = grid;
    this.controls = grid.filters.map((filter, number) => this.control(filter, number, form));
    this.haystacks = null;
    let waiting = 0;
    const later = () => {
      clearTimeout(waiting);
      waiting = setTimeout(changed, 120);
    };
    form.addEventListener("input", later);
    form.addEventListener("submit", (event) => event.preventDefault());
  }

  control(filter, number, form) {
    const label = document.createElement("label");
    const id = `filter-${filter.kind}-${filter.keys[0]}`;
    label.htmlFor = id;
    let input;
    if (filter.kind === "choice" || filter.kind === "below") {
      input = document.createElement("select");
      input.append(new Option("any", ""));
      for (const [value, text] of this.options(filter)) input.append(new Option(text, value));
    } else {
      input = document.createElement("input");
      input.type = { search: "search", from: "date", to: "date", only: "checkbox" }[filter.kind];
      if (filter.kind === "only") input.checked = filter.on;
    }
    input.id = id;
    label.textContent = filter.label; // beside the control, not around it, so that no option becomes part of its name
    const field = document.createElement("div");
    field.className = filter.kind;
    field.append(...(filter.kind === "only" ? [input, label] : [label, input]));
    form.append(field);
    return { filter, input };
  }

  /** Values with labels: given ones, else those of the column by how often they occur. */
  options(filter) {
    if (filter.options.length) return filter.options;
    const column = this.grid.data[filter.keys[0]];
    const counts = new Map();
    const read = reader(column);
    for (let row = 0; row < this.grid.rows; row += 1) {
      const value = read(row);
      if (value) counts.set(value, (counts.get(value) || 0) + 1);
    }
    return [...counts].sort((a, b) => b[1] - a[1]).map(([value]) => [value, value]);
  }

  /** The rows, in the order of the data, that every control lets through. */
  rows() {
    const tests = this.controls.map((one) => this.test(one)).filter(Boolean);
    const found = [];
    for (let row = 0; row < this.grid.rows; row += 1) {
      if (tests.every((test) => test(row))) found.push(row);
    }
    return found;
  }

  test({ filter, input }) {
    const wanted = input.type === "checkbox" ? input.checked : input.value.trim();
    if (!wanted) return null;
    if (filter.kind === "search") return this.search(filter, wanted);
    const read = reader(this.grid.data[filter.keys[0]]);
    switch (filter.kind) {
      case "choice":
        return (row) => {
          const value = read(row);
          return Array.isArray(value) ? value.includes(wanted) : value === wanted;
        };
      case "below":
        return (row) => {
          const value = read(row) || "";
          return value === wanted || value.startsWith(`${wanted}.`);
        };
      case "from":
        return (row) => (read(row) || "") >= wanted;
      case "to":
        return (row) => read(row) !== null && read(row) <= wanted;
      default:
        return (row) => read(row) === 1;
    }
  }

  /** Rows that hold every word of the search; what is searched is put together once. */
  search(filter, wanted) {
    this.haystacks ??= this.gather(filter.keys);
    const words = wanted.toLowerCase().split(/\s+/);
    return (row) => words.every((word) => this.haystacks[row].includes(word));
  }

  gather(keys) {
    const readers = keys.filter((key) => key !== "words").map((key) => reader(this.grid.data[key]));
    const spoken = keys.includes("words") ? (row) => wordsOf(this.grid, row).join(" ") : () => "";
    return Array.from({ length: this.grid.rows }, (_, row) =>
      [...readers.map((read) => read(row) || ""), spoken(row)].join("\n").toLowerCase(),
    );
  }

  /** What a control holds before anyone sets it. */
  usual(filter) {
    return filter.kind === "only" ? String(Number(filter.on)) : "";
  }

  /** What is set, for the address bar. */
  state() {
    const set = new URLSearchParams();
    for (const { filter, input } of this.controls) {
      const value = input.type === "checkbox" ? String(Number(input.checked)) : input.value.trim();
      if (value !== this.usual(filter)) set.set(`${filter.kind}-${filter.keys[0]}`, value);
    }
    return set;
  }

  /** Set the controls from the address bar, or clear them. */
  restore(set) {
    for (const { filter, input } of this.controls) {
      const value = set.get(`${filter.kind}-${filter.keys[0]}`) ?? this.usual(filter);
      if (input.type === "checkbox") input.checked = value === "1";
      else input.value = value;
    }
  }
}

/** The words of a claim: the marked pieces of a whole text, or the quotations. */
function wordsOf(grid, row) {
  if (!grid.data.text) return [];
  const position = reader(grid.data.text)(row);
  if (position === null) return [];
  const told = grid.texts[position];
  if (told.text === null) return told.quoted;
  return reader(grid.data.spans)(row).map(([start, stop]) => told.text.slice(start, stop));
}
