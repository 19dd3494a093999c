"use strict";
(() => {
  const rows = [...document.querySelectorAll("tr[data-status]")];
  const bar = document.getElementById("filter");
  if (!bar || !rows.length) return;
  const kinds = [["lead", "Lead"], ["academy", "Academy"], ["aim", "Aim"], ["status", "Judgement"], ["late", "Dates"]];
  const byNumber = new Intl.Collator("en-GB", {numeric: true}).compare;
  const of = (row, kind) => (row.dataset[kind] || "").split("|").filter(Boolean);
  const linked = new URLSearchParams(location.search);
  // The rows, and the tables and sections that hold them.
  const partsOf = (chosen) => {
    const parts = new Set();
    for (const row of chosen) {
      for (let part = row; part && !parts.has(part); part = part.parentElement.closest("table, section")) parts.add(part);
    }
    return parts;
  };
  const parts = partsOf(rows);
  const add = (name, element) => {
    bar.append(Object.assign(document.createElement(name), element));
    return bar.lastElementChild;
  };
  const field = (kind, label, input) => {
    add("label", {textContent: label}).append(input);
    input.autocomplete = "off";
    input.value = linked.get(kind) || "";
    if (input.selectedIndex === -1) input.value = "";
    input.addEventListener("input", show);
    return {kind, label: label.toLowerCase(), input};
  };
  const selects = [];
  for (const [kind, label] of kinds) {
    const values = [...new Set(rows.flatMap((row) => of(row, kind)))].sort(byNumber);
    if (values.length < (kind === "academy" ? 1 : 2)) continue;
    const select = document.createElement("select");
    select.append(new Option("all", ""), ...values.map((value) => new Option(value, value)));
    selects.push(field(kind, label, select));
  }
  const words = field("words", "Words", Object.assign(document.createElement("input"), {type: "search"}));
  const fields = [...selects, words];
  const reset = add("button", {type: "button", textContent: "Show all"});
  const answer = add("p", {role: "status"});
  const printed = Object.assign(document.createElement("p"), {className: "printed"});
  document.querySelector("header").append(printed);
  const clear = (cleared) => {
    for (const {input} of cleared) input.value = "";
    show();
  };
  reset.addEventListener("click", () => {
    fields[0].input.focus();
    clear(fields);
  });
  words.input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") clear([words]);
  });
  function keeps(row) {
    for (const {kind, input} of selects) {
      const values = of(row, kind);
      const everybody = kind === "academy" && !values.length;
      if (input.value && !everybody && !values.includes(input.value)) return false;
    }
    const text = row.textContent.toLowerCase();
    return words.input.value.toLowerCase().split(/\s+/).every((word) => text.includes(word));
  }
  function remember() {
    // What else stands behind the question mark stays: to a server it may name the page.
    const asked = new URLSearchParams(location.search);
    for (const {kind, input} of fields) {
      if (input.value) asked.set(kind, input.value);
      else asked.delete(kind);
    }
    const query = String(asked);
    if (query === String(new URLSearchParams(location.search))) return;
    try {
      history.replaceState(null, "", location.pathname + (query && "?" + query) + location.hash);
    } catch {
      // A page without an address of its own, such as a preview, keeps nothing.
    }
  }
  function show() {
    const asked = selects.filter(({input}) => input.value).map(({label, input}) => label + " " + input.value);
    if (words.input.value.trim()) asked.push("with the words " + words.input.value.trim());
    const kept = rows.filter(keeps);
    const shown = partsOf(kept);
    for (const part of parts) part.hidden = !shown.has(part);
    for (const link of document.querySelectorAll(".contents a")) {
      const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      link.parentElement.hidden = Boolean(target.closest("[hidden]"));
    }
    const count = (kept.length || "none") + " of " + rows.length + " activities";
    const limits = asked.length ? ": only " + asked.join(", ") : "";
    answer.textContent = "Showing " + count + limits + ".";
    printed.textContent = limits && "Not the whole plan. " + answer.textContent;
    reset.hidden = !limits;
    remember();
  }
  bar.hidden = false;
  show();
})();
