// Carrying out a control: sums and differences while one counts, and files that are too large told before they are sent.
const form = document.querySelector("[data-follow-up-form]");
const HIDDEN = "..";
const UNKNOWN = "–";

const number = (text) => {
  const plain = text.replace(/[\s\u00a0\u202f]/g, "");
  return /^\d{1,7}$/.test(plain) ? Number(plain) : null;
};
const words = (value) => value.toLocaleString("sv-SE").replace("-", "−");
const signed = (value) => (value > 0 ? `+${words(value)}` : words(value));

function typed(row) {
  const field = row.querySelector("input");
  return field.value.trim() === HIDDEN ? HIDDEN : number(field.value);
}

// Of numbers, null where nothing can be added up; hidden where one of them is.
function sum(values) {
  if (values.includes(HIDDEN)) return HIDDEN;
  return values.length === 0 || values.includes(null) ? null : values.reduce((one, other) => one + other, 0);
}

function put(row, value) {
  const output = row.querySelector("output");
  if (output) output.textContent = value === HIDDEN ? HIDDEN : value === null ? UNKNOWN : words(value);
  const change = row.querySelector("[data-change]");
  if (value === HIDDEN || "hidden" in row.dataset) change.textContent = HIDDEN;
  else if (value === null || row.dataset.before === "") change.textContent = UNKNOWN;
  else change.textContent = signed(value - Number(row.dataset.before));
}

function count(table) {
  const top = [];
  for (const row of table.querySelectorAll("[data-count]")) {
    if (row.dataset.depth === "0") top.push({ row, parts: [] });
    else top.at(-1).parts.push(row);
  }
  for (const each of top) {
    for (const part of each.parts) put(part, typed(part));
    each.value = each.parts.length ? sum(each.parts.map(typed)) : typed(each.row);
    put(each.row, each.value);
  }
  const total = (name, rows) => put(table.querySelector(`[data-total="${name}"]`), sum(rows.map((each) => each.value)));
  total("examined", top);
  total("deviations", top.filter((each) => "deviates" in each.row.dataset));
}

function tellTooLarge(field) {
  const most = Number(form.dataset.mostBytes);
  const large = [...field.files].filter((file) => file.size > most).map((file) => `”${file.name}”`);
  const place = form.querySelector("[data-files-error]");
  place.textContent = large.length
    ? `${large.join(", ")} är större än ${form.dataset.mostMegabytes} MB och kan inte läggas till. Gör filen mindre eller dela den.`
    : "";
}

if (form) {
  const table = form.querySelector("[data-counts]");
  if (table) {
    table.addEventListener("input", () => count(table));
    for (const each of form.querySelectorAll("[data-needs-script]")) each.hidden = false;
  }
  form.querySelector("input[type=file]").addEventListener("change", (event) => tellTooLarge(event.target));
}
