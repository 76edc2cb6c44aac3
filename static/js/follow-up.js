// The page where a unit follows up: what is typed is saved card by card, and nothing of it is lost.
// Without this script the page is a form with one button, and the server does the same.
import { Card } from "./follow-up-card.js";
import { Line } from "./follow-up-line.js";

const form = document.querySelector("[data-follow-up]");

if (form) {
  const announce = form.querySelector("[data-announce]");
  const state = form.querySelector("[data-save-state]");
  const progress = form.querySelector("[data-progress]");
  const count = form.querySelector("[data-count]");
  const left = form.querySelector("[data-left]");
  const leftCount = form.querySelector("[data-left-count]");
  const allDone = form.querySelector("[data-all-done]");
  let saying;

  // Read out when one pauses: a screen reader is not to talk over what is being typed.
  const say = (text) => {
    clearTimeout(saying);
    saying = setTimeout(() => {
      announce.textContent = text;
    }, 600);
  };

  const line = new Line(form, (trouble) => {
    state.replaceChildren();
    state.classList.toggle("is-trouble", trouble !== null);
    if (trouble === null) return;
    state.textContent = trouble.text;
    if (trouble.address) {
      const link = document.createElement("a");
      link.href = trouble.address;
      link.target = "_blank";
      link.textContent = trouble.link;
      state.append(" ", link);
    }
    say(trouble.text);
  });

  const themes = () => [...form.querySelectorAll("[data-theme]")];
  const within = (theme) => cards.filter((card) => theme.contains(card.element));

  // What a folded theme has done is what the server said; of one that is unfolded the cards know.
  const tally = () => {
    let done = cards.filter((card) => card.element.closest("[data-theme]") === null && card.isDone).length;
    for (const theme of themes()) {
      const own = within(theme);
      if (own.length) theme.dataset.done = String(own.filter((card) => card.isDone).length);
      const [doneHere, total] = [Number(theme.dataset.done), Number(theme.dataset.total)];
      done += doneHere;
      theme.querySelector("[data-theme-count]").textContent = `${doneHere} av ${total} klara`;
      const item = form.querySelector(`[data-left-of="${theme.id}"]`);
      if (!item) continue;
      item.hidden = doneHere === total;
      item.querySelector("[data-left-words]").textContent = `${total - doneHere} mått`;
    }
    progress.value = done;
    count.textContent = `${done} av ${progress.max} klara`;
    left.hidden = done === progress.max;
    allDone.hidden = done !== progress.max;
    if (leftCount) leftCount.textContent = String(progress.max - done);
  };

  const page = {
    line,
    say,
    // A card was saved: what is left of it, in words, '' where it is done.
    changed(card, missing) {
      const item = form.querySelector(`[data-left-of="${card.key}"]`);
      if (item) {
        item.hidden = missing === "";
        item.querySelector("[data-left-words]").textContent = missing;
      }
      const wasDone = allDone.hidden === false;
      tally();
      if (!wasDone && !allDone.hidden) say("Allt är klart.");
    },
    answered(at) {
      if (line.trouble !== null) return;
      if (cards.some((card) => card.isStuck)) state.textContent = "Något kunde inte sparas: se vad som står på korten.";
      else if (!cards.some((card) => card.isWaiting)) state.textContent = `Allt är sparat, kl. ${at}`;
    },
    waiting() {
      if (line.trouble === null) state.textContent = "Sparar …";
    },
  };

  const cards = [];
  const cardOf = new Map();
  const take = (root) => {
    for (const element of root.querySelectorAll("[data-card]")) {
      const card = new Card(element, page);
      cards.push(card);
      cardOf.set(element, card);
    }
  };
  take(form);
  const cardAt = (target) => cardOf.get(target.closest("[data-card]"));
  line.whenBack(() => cards.forEach((card) => card.save()));

  // One listener for each kind of event: a page may have a thousand fields.
  form.addEventListener("input", (event) => cardAt(event.target)?.typed(event.target));
  form.addEventListener("change", (event) => cardAt(event.target)?.left(event.target));
  form.addEventListener("focusout", (event) => {
    if (event.target.matches("textarea, input")) cardAt(event.target)?.save();
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button && cardAt(button)?.pressed(button)) event.preventDefault();
  });
  form.addEventListener("submit", (event) => {
    // A choice that the server itself has printed is the server's to take.
    if (event.submitter?.name) return;
    event.preventDefault();
    cards.forEach((card) => card.save({ again: true }));
    if (!cards.some((card) => card.isWaiting)) page.say("Allt är sparat.");
  });

  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") cards.forEach((card) => card.save({ isLeaving: true }));
    else line.retry();
  });
  addEventListener("pagehide", () => cards.forEach((card) => card.save({ isLeaving: true })));
  addEventListener("beforeunload", (event) => {
    const isAhead = cards.some((card) => card.isStuck || card.isBehind);
    if (isAhead || (line.trouble !== null && cards.some((card) => card.isWaiting))) {
      event.preventDefault();
    }
  });

  // A folded theme is fetched into its place; where that fails the link is followed as any other.
  form.addEventListener("click", async (event) => {
    const link = event.target.closest("[data-open-theme]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const theme = document.getElementById(link.dataset.openTheme);
    if (within(theme).length === 0) {
      try {
        const response = await fetch(link.href, { credentials: "same-origin" });
        const fetched = new DOMParser().parseFromString(await response.text(), "text/html").getElementById(theme.id);
        theme.replaceChildren(...document.importNode(fetched, true).childNodes);
      } catch {
        location.assign(link.href);
        return;
      }
      take(theme);
      tally();
    }
    (within(theme)[0]?.element ?? theme).focus();
  });

  for (const each of form.ownerDocument.querySelectorAll("[data-needs-script]")) each.hidden = false;
  form.querySelector("[data-save-all]").textContent = "Spara nu";
  tally();
}
