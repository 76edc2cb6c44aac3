// A grid of measurements: moving by keyboard, and blocks pasted from a spreadsheet. Without this script the server
// places a pasted block when a button is pressed.
import { WrongShape, placeInGrid } from "./pasted-grid.js";
import { moveWithKeys } from "./sheet-keys.js";

const form = document.querySelector("[data-grid]");

if (form) {
  const shape = JSON.parse(document.getElementById("grid-shape").textContent);
  const cells = shape.fits.map((columns) => columns.map(() => null));
  for (const input of form.querySelectorAll("[data-at]")) {
    const [row, column] = input.dataset.at.split(" ").map(Number);
    cells[row][column] = input;
  }
  moveWithKeys(cells, form.querySelector("[data-save]"));

  const refusal = form.querySelector("[data-refusal]");
  const status = form.querySelector("[data-status]");
  const refuse = (message) => {
    refusal.hidden = message === "";
    refusal.querySelector("p").textContent = message;
  };

  // A message is about what stood in the cell when it was sent.
  const clear = (input) => {
    input.classList.remove("is-invalid");
    input.removeAttribute("aria-invalid");
    document.getElementById(input.dataset.error).textContent = "";
  };

  const fill = (block, row, column) => {
    let placed;
    try {
      placed = placeInGrid(block, shape, row, column);
    } catch (wrong) {
      if (!(wrong instanceof WrongShape)) throw wrong;
      refuse(`${wrong.message} Ingenting är inklistrat.`);
      return false;
    }
    refuse("");
    for (const [at, over, text] of placed) {
      cells[at][over].value = text;
      clear(cells[at][over]);
    }
    status.textContent = `${placed.length === 1 ? "1 cell är ifylld" : `${placed.length} celler är ifyllda`}. Spara när du är klar.`;
    return true;
  };

  cells.forEach((inputs, row) =>
    inputs.forEach((input, column) => {
      input?.addEventListener("input", () => clear(input));
      input?.addEventListener("paste", (event) => {
        const block = event.clipboardData.getData("text/plain");
        // A single cell is pasted as text is anywhere; only a block is taken apart.
        if (!/[\t\r\n]/.test(block.trim())) return;
        event.preventDefault();
        fill(block, row, column);
      });
    }),
  );

  form.querySelector("[data-paste]").addEventListener("click", (event) => {
    event.preventDefault();
    const block = form.querySelector("#block");
    if (fill(block.value, 0, Number(form.querySelector("#kolumn").value))) block.value = "";
  });

  for (const each of form.querySelectorAll("[data-needs-script]")) each.hidden = false;
}
