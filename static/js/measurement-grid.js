// A grid of measurements: moving by keyboard, and blocks pasted from a spreadsheet. Without this script the server
// places a pasted block when a button is pressed.
import { WrongShape, placeInGrid } from "./pasted-grid.js";
import { released } from "./press.js";
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

  const mark = (input, message) => {
    input.classList.toggle("is-invalid", message !== "");
    if (message) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
    document.getElementById(input.dataset.error).textContent = message;
  };

  // A message is about what stood in the cell when it was sent.
  const clear = (input) => mark(input, "");

  // What cannot be read is told when a cell is left, in the words that saving would use. A check that does not come
  // through is let be: saving checks again.
  const left = new Set();
  let turn = 0;
  let told = false;
  const check = async () => {
    const mine = (turn += 1);
    const sent = new FormData(form);
    sent.set("gor", "kolla");
    let errors;
    try {
      const answer = await fetch(window.location.href, { method: "POST", body: sent });
      ({ errors } = await answer.json());
    } catch {
      return;
    }
    await released();
    if (mine !== turn) return;
    for (const input of left) {
      if (input.value === sent.get(input.name)) mark(input, errors[input.name] ?? "");
    }
    const count = form.querySelectorAll("[data-at][aria-invalid]").length;
    if (count > 0) status.textContent = count === 1 ? "Ett värde behöver rättas." : `${count} värden behöver rättas.`;
    else if (told) status.textContent = "Alla värden kan läsas.";
    told = count > 0;
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
      left.add(cells[at][over]);
    }
    check();
    status.textContent = `${placed.length === 1 ? "1 cell är ifylld" : `${placed.length} celler är ifyllda`}. Spara när du är klar.`;
    return true;
  };

  cells.forEach((inputs, row) =>
    inputs.forEach((input, column) => {
      input?.addEventListener("input", () => clear(input));
      input?.addEventListener("change", () => {
        left.add(input);
        check();
      });
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
