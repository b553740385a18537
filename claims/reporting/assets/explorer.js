// Puts a page's grid together: filters, order, rows, details, the address bar and the file of what is shown.
"use strict";

(() => {
  const explorer = document.getElementById("explorer");
  const grid = window.grids[explorer.dataset.grid];
  const form = document.getElementById("filters");
  const status = document.getElementById("status");
  const sorter = document.getElementById("sorter");
  explorer.hidden = false;

  let order = { key: grid.sort.replace(/^-/, ""), descending: grid.sort.startsWith("-") };
  let opened = null;
  const ranks = new Map();

  const details = new Details(grid, document.getElementById("details"));
  const filters = new Filters(grid, form, () => update(true));
  const view = new VirtualGrid(grid, document.getElementById("grid"), open, (key) => sort(key));

  /** For each row its place in the order of a column: equal values share one, nothing comes last. */
  function rank(key) {
    if (!ranks.has(key)) {
      const column = grid.columns.find((one) => one.key === key);
      const read = reader(grid.data[column?.sort || key]);
      const values = [...new Set(Array.from({ length: grid.rows }, (_, row) => read(row)))];
      const compare = new Intl.Collator("en", { numeric: true }).compare;
      const filled = values.filter((value) => value !== null && value !== "");
      filled.sort(typeof filled[0] === "number" ? (one, other) => one - other : compare);
      const places = new Map(filled.map((value, place) => [value, place + 1]));
      ranks.set(key, Int32Array.from({ length: grid.rows }, (_, row) => places.get(read(row)) || 0));
    }
    return ranks.get(key);
  }

  function sorted(rows) {
    const places = rank(order.key);
    const sign = order.descending ? -1 : 1;
    return rows.sort((one, other) => {
      const first = places[one];
      const second = places[other];
      if (first === second) return one - other;
      if (!first || !second) return first ? -1 : 1; // rows without a value come last, either way
      return sign * (first - second);
    });
  }

  function update(remember) {
    performance.mark("claims-start");
    const found = filters.rows();
    performance.measure("claims-filter", "claims-start");
    performance.mark("claims-sort-start");
    const rows = sorted(found);
    performance.measure("claims-sort", "claims-sort-start");
    view.show(rows);
    performance.measure("claims-update", "claims-start");
    status.textContent = `${rows.length.toLocaleString("en")} of ${grid.rows.toLocaleString("en")} ${grid.noun}`;
    view.mark(order.key, order.descending);
    sorter.value = `${order.descending ? "-" : ""}${order.key}`;
    if (remember) remembered();
  }

  function sort(key) {
    const numbers = grid.columns.find((column) => column.key === key).sort !== "" || key === "day";
    order = { key, descending: order.key === key ? !order.descending : numbers };
    update(true);
  }

  /** Keep what is set in the address, so that a view can be kept and shown to others. */
  function remembered() {
    const state = filters.state();
    const key = `${order.descending ? "-" : ""}${order.key}`;
    if (key !== grid.sort) state.set("sort", key);
    if (opened) state.set("claim", opened);
    const text = state.toString();
    history.replaceState(null, "", text ? `#${text}` : location.pathname + location.search);
  }

  function open(row) {
    opened = grid.data.claim_id ? reader(grid.data.claim_id)(row) : null;
    details.open(row);
    remembered();
  }

  function restored() {
    const state = new URLSearchParams(location.hash.slice(1));
    filters.restore(state);
    const key = state.get("sort") || grid.sort;
    if (grid.columns.some((column) => column.key === key.replace(/^-/, ""))) {
      order = { key: key.replace(/^-/, ""), descending: key.startsWith("-") };
    } else {
      order = { key: grid.sort.replace(/^-/, ""), descending: grid.sort.startsWith("-") };
    }
    update(false);
    const claim = state.get("claim");
    if (!claim || !grid.data.claim_id) return;
    const row = grid.data.claim_id.values.indexOf(claim);
    if (row < 0) return;
    const position = view.shown.indexOf(row);
    if (position >= 0) view.move(position, 0);
    open(row);
  }

  /** The rows shown, in their order, with every column that the page knows by a name of its own. */
  function csv() {
    const keys = Object.keys(grid.data).filter((key) => !["text", "spans", "total", "own_time", "low", "open"].includes(key));
    const readers = keys.map((key) => reader(grid.data[key]));
    const cell = (value) => {
      let text = value === null ? "" : Array.isArray(value) ? value.join("|") : String(value);
      if (/^'*[=+\-@\t\r\n]/.test(text)) text = `'${text}`; // no spreadsheet takes it for a formula
      return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    };
    const lines = view.shown.map((row) => readers.map((read) => cell(read(row))).join(","));
    return [keys.join(","), ...lines].join("\n") + "\n";
  }

  document.getElementById("details").addEventListener("close", () => {
    opened = null;
    remembered();
    view.target(view.active.position, view.active.column)?.focus({ preventScroll: true });
  });
  document.getElementById("reset").addEventListener("click", () => {
    filters.restore(new URLSearchParams());
    update(true);
  });
  document.getElementById("save").addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([csv()], { type: "text/csv" }));
    link.download = `${grid.name}-selection.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });
  for (const column of grid.columns) {
    sorter.append(new Option(`${column.label}, rising`, column.key), new Option(`${column.label}, falling`, `-${column.key}`));
  }
  sorter.addEventListener("change", () => {
    order = { key: sorter.value.replace(/^-/, ""), descending: sorter.value.startsWith("-") };
    update(true);
  });
  window.addEventListener("hashchange", restored);
  restored();
})();
