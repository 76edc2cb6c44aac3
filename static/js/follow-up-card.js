// A card of the follow-up page: what differs from what is saved is sent, and the answer is shown where it belongs.
import { Conflict } from "./follow-up-conflict.js";
import { Refused, Unsent } from "./follow-up-line.js";
import { released } from "./press.js";

const PAUSE = 1200;
const WORDS = ["level", "text", "measures", "reason"];
const grows = CSS.supports("field-sizing", "content");

export class Card {
  #page;
  #timer;
  #saved = new Map(); // by field, what the server has
  #turnedDown = new Map(); // by field, what it would not have
  #lastSent = null; // what was sent when no answer came
  #sending = new Map();
  #isSaving = false;
  #conflict = null;

  constructor(element, page) {
    this.element = element;
    this.key = element.dataset.card;
    this.title = element.querySelector("header > :first-child").textContent;
    this.#page = page;
    this.isDone = element.querySelector("[data-state] .badge-good") !== null;
    for (const [name, value] of this.#values()) this.#saved.set(name, value);
    const shown = element.querySelector("[data-conflict]");
    if (shown) this.#conflict = new Conflict(this, shown, null);
    // What the server would not save when the page was sent as a form is still to be saved.
    for (const field of element.querySelectorAll("[aria-invalid]")) this.#saved.delete(this.#short(field.name));
    this.#showReason();
  }

  get isWaiting() {
    return this.#differing().length > 0;
  }

  // Something is typed that will not be saved unless somebody does something about it.
  get isStuck() {
    return this.isWaiting && (this.#conflict !== null || this.#turnedDown.size > 0);
  }

  // Something was typed after what is on its way now, and would be lost if the page were left before the answer.
  get isBehind() {
    return this.#isSaving && this.#differing().some((name) => this.#sending.get(name) !== this.get(name));
  }

  get(name) {
    const field = this.element.querySelector(`[name="${CSS.escape(`${this.key}-${name}`)}"]`);
    if (field?.type === "radio") {
      return this.element.querySelector(`[name="${CSS.escape(field.name)}"]:checked`)?.value ?? "";
    }
    return field?.value ?? "";
  }

  set(name, value) {
    for (const field of this.element.querySelectorAll(`[name="${CSS.escape(`${this.key}-${name}`)}"]`)) {
      if (field.type === "radio") field.checked = field.value === value;
      else field.value = value;
    }
    this.#showReason();
  }

  levelLabel(value) {
    const radio = this.element.querySelector(`[type=radio][value="${CSS.escape(value)}"]`);
    return radio?.closest("label").querySelector(".level-label").textContent ?? "";
  }

  typed(field) {
    if (!grows && field.matches("textarea")) field.style.height = `${field.scrollHeight + 2}px`;
    if (field.type === "radio") return;
    this.#page.waiting();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.save(), PAUSE);
  }

  left(field) {
    this.#showReason();
    if (field.type === "radio") this.save();
  }

  // Whether the press was the card's own affair.
  pressed(button) {
    if (button.matches("[data-bring-back]")) {
      const former = button.closest("[data-former]");
      this.set("text", former.querySelector("[data-former-text]").textContent);
      this.set("measures", former.querySelector("[data-former-measures]")?.textContent ?? "");
      this.element.querySelector(`[name="${CSS.escape(`${this.key}-text`)}"]`).focus();
      this.save();
      return true;
    }
    if (button.matches("[data-mine], [data-theirs]")) {
      this.#settle(button);
      return true;
    }
    return this.#conflict?.pressed(button) ?? false;
  }

  // Send what differs, unless the server has already turned just that down; again: even then.
  async save({ isLeaving = false, again = false } = {}) {
    clearTimeout(this.#timer);
    const names = this.#differing().filter((name) => this.#conflict === null || !WORDS.includes(name));
    const isNew = names.some((name) => again || this.#turnedDown.get(name) !== this.get(name));
    if (!isNew || this.#isSaving) return;
    const sent = new Map(names.map((name) => [name, this.get(name)]));
    const typed = Object.fromEntries([...sent, ["version", this.get("version")], ...this.#seen(names)]);
    this.#isSaving = true;
    this.#sending = sent;
    this.#page.waiting();
    try {
      const answer = await this.#page.line.send(this.key, typed, { isLeaving });
      await released();
      this.#answered(answer, sent);
      this.#lastSent = null;
    } catch (error) {
      await released();
      if (error instanceof Refused) this.#refused(error.message, sent);
      else if (error instanceof Unsent) this.#unsent(sent);
      else throw error;
      return;
    } finally {
      this.#isSaving = false;
    }
    if (this.#differing().some((name) => this.#turnedDown.get(name) !== this.get(name))) this.save();
  }

  // The conflict is over: what the card now says is to be saved over their version.
  settled(version) {
    this.#conflict = null;
    this.set("version", String(version));
    this.save({ again: true });
  }

  // The conflict is over and the card says what they wrote.
  tookTheirs(theirs) {
    this.#conflict = null;
    this.set("version", String(theirs.version));
    for (const name of WORDS) {
      const value = String(theirs[name] ?? "");
      this.set(name, value);
      this.#saved.set(name, value);
      this.#turnedDown.delete(name);
    }
  }

  say(text) {
    this.#page.say(`${this.title}: ${text}`);
  }

  #short(name) {
    return name.slice(this.key.length + 1);
  }

  #values() {
    const found = new Map();
    for (const field of this.element.querySelectorAll("input, textarea")) {
      const name = this.#short(field.name);
      if (name === "version" || name.startsWith("seen-")) continue;
      if (field.type !== "radio") found.set(name, field.value);
      else if (field.checked || !found.has(name)) found.set(name, field.checked ? field.value : "");
    }
    return found;
  }

  #differing() {
    return [...this.#values()].filter(([name, value]) => this.#saved.get(name) !== value).map(([name]) => name);
  }

  #seen(names) {
    const codes = new Set(names.filter((name) => !WORDS.includes(name)).map((name) => name.slice(2)));
    return [...codes].map((code) => [`seen-${code}`, this.get(`seen-${code}`)]);
  }

  #answered(answer, sent) {
    const wordsAreOurs = answer.conflict && this.#isOwnLost(answer.conflict);
    const isConflict = answer.conflict !== null && !wordsAreOurs;
    for (const [name, value] of sent) {
      const message = answer.errors[name] ?? (name === "level" ? answer.errors.reason : undefined) ?? "";
      const isSaved = message === "" && !(answer.conflict && WORDS.includes(name));
      if (isSaved) {
        this.#saved.set(name, value);
        this.#turnedDown.delete(name);
      } else if (!answer.conflict || !WORDS.includes(name)) this.#turnedDown.set(name, value);
      this.#showError(name, answer.errors[name] ?? "");
    }
    this.#showError("reason", answer.errors.reason ?? "");
    for (const [code, value] of Object.entries(answer.values)) this.#took(code, value);
    if (wordsAreOurs) this.set("version", String(answer.conflict.version));
    else if (isConflict) this.#conflict = Conflict.show(this, answer.conflict);
    else this.set("version", String(answer.version ?? ""));
    this.#propose(answer);
    this.#showMissing(answer.missing);
    const troubled = isConflict || Object.keys(answer.errors).length > 0;
    this.#showSaved(troubled ? "Allt är inte sparat: se vad som står vid fälten." : `Sparat ${answer.saved}`, troubled);
    if (isConflict) this.say(`${answer.conflict.by} har sparat här medan du skrev. Välj vad som ska gälla.`);
    else if (troubled) this.say(Object.values(answer.errors).join(" "));
    else this.say(`Sparat ${answer.saved}`);
    this.#page.answered(answer.saved);
  }

  // The answer to what was sent last was lost, and what is saved is just that: nobody else has been here.
  #isOwnLost(theirs) {
    if (this.#lastSent === null) return false;
    return ["text", "measures"].every(
      (name) => (this.#lastSent.get(name) ?? this.#saved.get(name) ?? "").trim() === theirs[name],
    );
  }

  #took(code, value) {
    const seen = `seen-${code}`;
    if (this.get(seen) === "" && !this.element.querySelector(`[name="${CSS.escape(`${this.key}-${seen}`)}"]`)) return;
    this.set(seen, String(value.version));
    const field = this.#field(`v-${code}`);
    const small = field.closest(".value").querySelector("[data-small]");
    small.hidden = !value.suppressed;
    field.closest(".value").querySelector(".settle")?.remove();
    if (value.theirs === "") return;
    const choice = document.createElement("p");
    choice.className = "settle";
    for (const [kind, text] of [["mine", "Behåll mitt"], ["theirs", `Ta ${value.theirs}`]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn-secondary btn-sm";
      button.textContent = text;
      button.dataset[kind] = code;
      button.dataset.value = value.theirs;
      choice.append(button);
    }
    field.closest(".value").append(choice);
  }

  #settle(button) {
    const code = button.dataset.mine ?? button.dataset.theirs;
    if (button.dataset.theirs !== undefined) {
      this.set(`v-${code}`, button.dataset.value);
      this.#saved.set(`v-${code}`, button.dataset.value);
      this.#turnedDown.delete(`v-${code}`);
      this.#showError(`v-${code}`, "");
    }
    this.#field(`v-${code}`).focus();
    button.closest(".settle").remove();
    this.save({ again: true });
  }

  #refused(message, sent) {
    for (const [name, value] of sent) this.#turnedDown.set(name, value);
    this.#showSaved(message, true);
    this.say(message);
    this.#page.answered("");
  }

  #unsent(sent) {
    this.#lastSent = sent;
    this.#showSaved("Inte sparat än. Det du har skrivit står kvar.", true);
  }

  #field(name) {
    return this.element.querySelector(`[name="${CSS.escape(`${this.key}-${name}`)}"]`);
  }

  #showError(name, message) {
    const at = document.getElementById(`${this.key}-${name}-error`);
    if (at) at.textContent = message;
    const field = this.#field(name);
    if (!field || field.type === "radio") return;
    field.classList.toggle("is-invalid", message !== "");
    if (message) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }

  #showSaved(text, isTrouble) {
    const at = this.element.querySelector("[data-saved]");
    at.textContent = text;
    at.classList.toggle("is-trouble", isTrouble);
  }

  #showMissing(missing) {
    this.isDone = missing === "";
    const badge = this.element.querySelector("[data-state] .badge");
    badge.className = this.isDone ? "badge badge-good" : "badge badge-wait";
    badge.textContent = this.isDone ? "✓ Klart" : `${missing[0].toUpperCase()}${missing.slice(1)} saknas`;
    this.#page.changed(this, missing);
  }

  #propose(answer) {
    const shown = this.element.querySelector("[data-proposal]");
    if (!shown) return;
    shown.hidden = answer.proposed_label === "";
    shown.querySelector("[data-proposal-label]").textContent = answer.proposed_label;
    shown.querySelector("[data-proposal-why]").textContent = answer.proposal;
    if (answer.proposed === null) delete this.element.dataset.proposed;
    else this.element.dataset.proposed = answer.proposed;
    this.#showReason();
  }

  // A reason is asked for where the level is another than the one proposed.
  #showReason() {
    const reason = this.element.querySelector("[data-reason]");
    if (!reason) return;
    const chosen = this.element.querySelector("[type=radio]:checked");
    const proposed = this.element.dataset.proposed;
    const differs = chosen && proposed && chosen.value !== proposed && !("unassessed" in chosen.dataset);
    reason.hidden = !differs && this.get("reason") === "";
  }
}
