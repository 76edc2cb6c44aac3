// Draws a risk's value as its two steps are chosen, and moves down the sheet with Enter. Without this the values are
// drawn when they are saved.
const levels = [...document.querySelectorAll("[data-levels] [data-from]")]
  .map((item) => ({ from: Number(item.dataset.from), mark: item.querySelector(".level") }))
  .sort((one, other) => other.from - one.from);

function draw(risk) {
  const steps = [...risk.querySelectorAll("[data-step]")].map((select) => Number(select.value));
  const place = risk.querySelector("[data-value]");
  if (steps.some((step) => !step)) {
    place.replaceChildren();
    return;
  }
  const value = steps.reduce((product, step) => product * step, 1);
  const product = document.createElement("span");
  product.className = "risk-product";
  product.textContent = value;
  const drawn = document.createElement("span");
  drawn.className = "risk-value";
  drawn.append(product);
  const level = levels.find((each) => each.from <= value);
  if (level) drawn.append(level.mark.cloneNode(true));
  place.replaceChildren(drawn);
}

for (const risk of document.querySelectorAll("[data-risk]")) {
  draw(risk);
  risk.addEventListener("input", () => draw(risk));
}

const sheet = document.querySelector("[data-risk-sheet]");

if (sheet) {
  const columns = [...sheet.querySelectorAll("[data-risk]")].map((risk) => [
    ...risk.querySelectorAll("select, input:not([type=hidden])"),
  ]);
  columns.forEach((fields, row) =>
    fields.forEach((field, column) =>
      field.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        const next = columns[row + (event.shiftKey ? -1 : 1)]?.[column];
        (next ?? (event.shiftKey ? null : sheet.querySelector("[data-save]")))?.focus();
      }),
    ),
  );
}
