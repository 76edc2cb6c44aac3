// The budget form: shows the fields that the chosen way of entering uses, and the months' sum while one types.
// Without this script all fields show, and the chosen way decides which of them count.
import { kronor, parseOrNull, total } from "./amounts.js";

const form = document.querySelector("[data-budget-line]");

if (form) {
  const months = form.querySelector("[data-months]");
  const year = form.querySelector("[data-year]");
  const sum = form.querySelector("[data-sum]");
  const inputs = [...months.querySelectorAll("input")];
  const ways = [...form.querySelectorAll("input[name=satt]")];

  const show = () => {
    const isMonthly = ways.find((way) => way.checked)?.value === "manader";
    months.hidden = !isMonthly;
    year.hidden = isMonthly;
  };
  const add = () => {
    sum.textContent = `Summa för året: ${kronor(total(inputs.map((input) => parseOrNull(input.value))) ?? 0n)} kr`;
  };
  for (const way of ways) way.addEventListener("change", show);
  for (const input of inputs) input.addEventListener("input", add);
  form.querySelector("[data-months-hint]").textContent = "En tom månad är 0 kr.";
  show();
  add();
}
