// What opens behind a number: the words, the address and the rest of the row. Text only ever goes in as text.
"use strict";

function element(name, text = "", className = "") {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  if (className) made.className = className;
  return made;
}

/** A link to a web address; anything else stays text. */
function address(url) {
  if (!/^https?:\/\//.test(url)) return element("span", url);
  const link = element("a", url);
  link.href = url;
  link.rel = "noopener noreferrer";
  return link;
}

/** Calls back with the claims; on the pages of other tables their script is loaded when it is first needed. */
function withClaims(then) {
  const ready = () => {
    const grid = window.grids.claims;
    withClaims.index ??= {
      grid,
      read: Object.fromEntries(Object.entries(grid.data).map(([key, column]) => [key, reader(column)])),
      row: new Map(grid.data.claim_id.values.map((id, row) => [id, row])),
    };
    then(withClaims.index);
  };
  if (window.grids.claims) {
    ready();
    return;
  }
  let script = document.getElementById("claims-rows");
  if (!script) {
    script = element("script");
    script.id = "claims-rows";
    script.src = "data/claims.js";
    document.head.append(script);
  }
  script.addEventListener("load", ready, { once: true });
}

class Details {
  constructor(grid, dialog) {
    this.grid = grid;
    this.dialog = dialog;
    this.read = Object.fromEntries(Object.entries(grid.data).map(([key, column]) => [key, reader(column)]));
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
  }

  open(row) {
    const inner = element("div", "", "inner");
    const close = element("button", "Close");
    close.type = "button";
    close.addEventListener("click", () => this.dialog.close());
    const head = element("header");
    const title = element("h2", this.title(row));
    title.id = "details-title";
    head.append(title, close);
    inner.append(head, ...this.words(row), ...this.links(row), this.list(row));
    this.dialog.replaceChildren(inner);
    this.dialog.scrollTop = 0;
    if (!this.dialog.open) this.dialog.showModal();
  }

  title(row) {
    const shown = this.grid.columns.filter((column) => ["a", "b", "c"].includes(column.place));
    const order = shown.sort((one, other) => one.place.localeCompare(other.place));
    const pieces = order.map((column) => this.read[column.key](row)).filter(Boolean);
    if (this.grid.name === "discrepancies") return `Misses by ${pieces[0]}`;
    return pieces.join(", ");
  }

  /** The text with the claim's words marked, or the quotations; and where it was published. */
  words(row) {
    if (!this.grid.data.text) return [];
    const made = [element("h3", "Words")];
    const position = this.read.text(row);
    if (position === null) {
      made.push(element("p", "Coded by a third party; its table holds no words. The original post is at the address.", "note"));
    } else {
      const told = this.grid.texts[position];
      if (told.text === null) {
        made.push(...told.quoted.map((words) => this.quotation(told, [words])));
      } else {
        made.push(element("p", "The whole statement, restated in our own words; what the claim rests on is marked.", "note"));
        made.push(this.quotation(told, this.marked(told.text, this.read.spans(row))));
      }
    }
    const url = this.read.url(row);
    const place = element("p", "", "address");
    place.append("Address: ", url ? address(url) : "not known");
    made.push(place);
    return made;
  }

  quotation(told, pieces) {
    const quotation = element("blockquote");
    if (told.lang) quotation.lang = told.lang;
    quotation.append(...pieces);
    return quotation;
  }

  marked(text, spans) {
    const pieces = [];
    let at = 0;
    for (const [start, stop] of [...spans].sort((one, other) => one[0] - other[0])) {
      if (start < at) continue;
      pieces.push(text.slice(at, start), element("mark", text.slice(start, stop)));
      at = stop;
    }
    pieces.push(text.slice(at));
    return pieces;
  }

  /** Links to the claims that the row names. */
  links(row) {
    const titles = {
      part_of: "Part of", restates: "Repeats", corrects: "Corrects", stands_by: "Counted through",
      derived_from: "Computed from", claims: "Claims behind it", other_claims: "Claims on the other side",
    };
    return this.grid.links.flatMap((key) => {
      const ids = this.read[key](row);
      if (!ids.length) return [];
      const list = element("ul", "", "linked");
      for (const id of ids) {
        const item = element("li");
        const link = element("a", id);
        link.href = `claims.html#claim=${id}`;
        item.append(link);
        list.append(item);
      }
      withClaims((claims) => ids.forEach((id, number) => this.tell(claims, id, list.children[number])));
      return [element("h3", titles[key]), list];
    });
  }

  /** Say of a linked claim what it is, its words and its address. */
  tell(claims, id, item) {
    const row = claims.row.get(id);
    if (row === undefined) return;
    const told = ["count", "happened", "weapon", "claimant", "day"].map((key) => claims.read[key](row));
    item.firstChild.textContent = told.filter(Boolean).join(", ");
    const words = wordsOf(claims.grid, row);
    if (words.length) item.append(" ", element("q", words.join(" … ")));
    const url = claims.read.url(row);
    if (url) {
      const place = element("span", "", "address");
      place.append(address(url));
      item.append(place);
    }
  }

  list(row) {
    const list = element("dl");
    for (const [key, label] of this.grid.details) {
      const value = this.read[key](row);
      if (value === null || value === "") continue;
      list.append(element("dt", label), element("dd", String(value)));
    }
    return list;
  }
}
