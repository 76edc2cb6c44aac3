// Shows as many steps as the scale is to have. Without this all five stand there, and the server takes those that count.
const steps = document.querySelector("[data-steps]");

function show() {
  for (const row of document.querySelectorAll("[data-step-row]")) {
    row.hidden = Number(row.dataset.stepRow) > Number(steps.value);
  }
}

if (steps) {
  steps.addEventListener("input", show);
  show();
}
