// The forecast sheet: sums that follow while one types, moving by keyboard, and blocks pasted from a spreadsheet.
// Without this script the server does the same when a button is pressed.
import { kronor, parse, parseOrNull, total, typed } from "./amounts.js";
import { place } from "./pasted-block.js";
import { moveWithKeys } from "./sheet-keys.js";

const form = document.querySelector("[data-sheet]");

if (form) {
  const rows = [...form.querySelectorAll("[data-row]")].map((row) => ({
    input: row.querySelector("input"),
    error: row.querySelector(".cell-error"),
    deviation: row.querySelector("[data-deviation]"),
    isRevenue: row.dataset.kind === "revenue",
    code: row.dataset.code,
    budget: parseOrNull(row.dataset.budget),
    last: parseOrNull(row.dataset.last),
  }));
  const sums = Object.fromEntries([...form.querySelectorAll("[data-sum]")].map((row) => [row.dataset.sum, row]));
  const summary = form.querySelector("[data-summary]");
  const atStart = rows.map((row) => row.input.value);
  let isSending = false;
  let announcing;

  // Plus is better than budget: lower costs, higher income.
  const deviationOf = (budget, amount, isRevenue) => {
    if (amount === null) return null;
    const difference = (budget ?? 0n) - amount;
    return isRevenue ? -difference : difference;
  };

  // As Sheet.summary in budget/forecast_sheet.py.
  const inWords = (net, unreadable) => {
    if (net.amount === null) return "Ingenting är ifyllt än.";
    const size = kronor(net.deviation < 0n ? -net.deviation : net.deviation);
    const beside = size === "0" ? "i nivå med budget" : `${size} kr ${net.deviation > 0n ? "bättre" : "sämre"} än budget`;
    const left = unreadable ? " Belopp som inte går att läsa är inte med." : "";
    return `Nettokostnad ${kronor(net.amount)} kr, ${beside}.${left}`;
  };

  // What {% deviation %} prints: symbol, sign, colour and words.
  const showDeviation = (cell, ore) => {
    const text = kronor(ore);
    const mark = document.createElement("span");
    mark.className = "deviation";
    if (ore === null || text === "0") {
      mark.textContent = text;
    } else {
      const isBetter = ore > 0n;
      mark.classList.add(isBetter ? "deviation-better" : "deviation-worse");
      const symbol = document.createElement("span");
      symbol.className = "deviation-mark";
      symbol.ariaHidden = "true";
      symbol.textContent = isBetter ? "▲" : "▼";
      const words = document.createElement("span");
      words.className = "visually-hidden";
      words.textContent = isBetter ? " bättre än budget" : " sämre än budget";
      mark.append(symbol, ` ${text}`, words);
    }
    cell.replaceChildren(mark);
  };

  const showError = (row, message) => {
    row.error.textContent = message;
    row.input.classList.toggle("is-invalid", message !== "");
    if (message) row.input.setAttribute("aria-invalid", "true");
    else row.input.removeAttribute("aria-invalid");
  };

  // Says what cannot be read; called when a cell is left, so that nobody is corrected in the middle of a word.
  const check = (row) => {
    try {
      const amount = parse(row.input.value);
      if (amount !== null) row.input.value = typed(amount);
      showError(row, "");
    } catch {
      showError(row, `”${row.input.value.trim()}” ${form.dataset.unreadable}`);
    }
  };

  const recalculate = () => {
    const isEmpty = rows.every((row) => row.input.value.trim() === "");
    const amounts = rows.map((row) => parseOrNull(row.input.value));
    rows.forEach((row, at) => showDeviation(row.deviation, deviationOf(row.budget, amounts[at], row.isRevenue)));
    const of = (isRevenue) => {
      const own = rows.map((row, at) => [row, amounts[at]]).filter(([row]) => row.isRevenue === isRevenue);
      const amount = isEmpty ? null : (total(own.map(([, each]) => each)) ?? 0n);
      const budget = total(own.map(([row]) => row.budget));
      return { amount, deviation: deviationOf(budget, amount, isRevenue) };
    };
    const revenue = of(true);
    const cost = of(false);
    const net = isEmpty
      ? { amount: null, deviation: null }
      : { amount: cost.amount - revenue.amount, deviation: cost.deviation + revenue.deviation };
    for (const [name, sum] of Object.entries({ revenue, cost, net })) {
      sums[name].querySelector("[data-amount]").textContent = kronor(sum.amount);
      showDeviation(sums[name].querySelector("[data-deviation]"), sum.deviation);
    }
    // Read out when one pauses, not at every key.
    clearTimeout(announcing);
    announcing = setTimeout(() => {
      summary.textContent = inWords(net, rows.filter((row, at) => amounts[at] === null && row.input.value.trim()).length);
    }, 400);
  };

  moveWithKeys(
    rows.map((row) => [row.input]),
    form.querySelector("[data-save]"),
  );

  rows.forEach((row, at) => {
    row.input.addEventListener("input", recalculate);
    row.input.addEventListener("blur", () => check(row));
    row.input.addEventListener("paste", (event) => {
      const block = event.clipboardData.getData("text/plain");
      // A single cell is pasted as text is anywhere; only a block is taken apart.
      if (!/[\t\r\n;]/.test(block.trim())) return;
      event.preventDefault();
      fill(block, at);
    });
  });

  const listLeft = (left) => {
    const region = form.querySelector("[data-left]");
    region.hidden = left.length === 0;
    region.querySelector("[data-left-list]").replaceChildren(
      ...left.map(([line, reason]) => {
        const item = document.createElement("li");
        const code = document.createElement("code");
        code.textContent = line;
        item.append(code, `: ${reason}`);
        return item;
      }),
    );
    form.querySelector("#block").value = left.map(([line]) => line).join("\n");
    if (left.length) form.querySelector("details.paste").open = true;
  };

  const fill = (block, start) => {
    const { texts, left } = place(block, rows.map((row) => row.code), start);
    for (const row of rows.filter((each) => texts.has(each.code))) {
      row.input.value = texts.get(row.code);
      check(row);
    }
    recalculate();
    listLeft(left);
  };

  form.querySelector("[data-paste]").addEventListener("click", (event) => {
    event.preventDefault();
    fill(form.querySelector("#block").value, 0);
  });

  for (const button of form.querySelectorAll("[data-fill]")) {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      for (const row of rows) {
        const amount = row[button.dataset.fill];
        if (row.input.value.trim() === "" && amount !== null) row.input.value = typed(amount);
      }
      recalculate();
    });
  }

  const isChanged = () => rows.some((row, at) => row.input.value !== atStart[at]);
  form.addEventListener("submit", () => {
    isSending = true;
  });
  addEventListener("beforeunload", (event) => {
    if (!isSending && isChanged()) event.preventDefault();
  });

  for (const each of form.querySelectorAll("[data-needs-script]")) each.hidden = false;
  for (const each of form.querySelectorAll("[data-without-script]")) each.hidden = true;
  recalculate();
}
