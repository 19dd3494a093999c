"use strict";
(() => {
  const rows = [...document.querySelectorAll("tr[data-status]")];
  const bar = document.getElementById("filter");
  if (!bar || !rows.length) return;
  const kinds = [["lead", "Lead"], ["academy", "Academy"], ["aim", "Aim"], ["status", "Judgement"], ["late", "Dates"]];
  const of = (row, kind) => (row.dataset[kind] || "").split("|").filter(Boolean);
  const fields = [];
  const add = (label, input) => {
    const box = document.createElement("label");
    box.append(label + " ", input);
    bar.append(box);
    input.addEventListener("input", show);
    return input;
  };
  for (const [kind, label] of kinds) {
    const values = [...new Set(rows.flatMap((row) => of(row, kind)))];
    if (values.length < 2 && kind !== "academy") continue;
    if (!values.length) continue;
    const select = document.createElement("select");
    select.append(new Option("all", ""), ...values.sort().map((value) => new Option(value, value)));
    fields.push([kind, label, add(label, select)]);
  }
  const words = add("Words", Object.assign(document.createElement("input"), {type: "search"}));
  const answer = document.createElement("p");
  answer.setAttribute("role", "status");
  bar.append(answer);
  function keeps(row) {
    for (const [kind, , select] of fields) {
      const values = of(row, kind);
      const everybody = kind === "academy" && !values.length;
      if (select.value && !everybody && !values.includes(select.value)) return false;
    }
    const text = row.textContent.toLowerCase();
    return words.value.toLowerCase().split(/\s+/).every((word) => text.includes(word));
  }
  function show() {
    const asked = fields.filter(([, , select]) => select.value).map(([, label, select]) => label.toLowerCase() + " " + select.value);
    if (words.value.trim()) asked.push("with the words " + words.value.trim());
    let shown = 0;
    for (const row of rows) {
      row.hidden = !keeps(row);
      shown += !row.hidden;
    }
    for (const part of new Set(rows.flatMap((row) => [row.closest("table"), row.closest("section")]))) {
      part.hidden = !part.querySelector("tr[data-status]:not([hidden])");
    }
    const limits = asked.length ? ": only " + asked.join(", ") : "";
    answer.textContent = "Shows " + shown + " of " + rows.length + " activities" + limits + ".";
  }
  bar.hidden = false;
  show();
})();
