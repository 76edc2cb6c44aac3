// Two have written in the same card: both versions side by side, and a choice. Whichever is chosen, the other is kept.
const template = document.getElementById("konflikt");

export class Conflict {
  #card;
  #panel;
  #theirs;

  // theirs is null for a conflict that the server has printed: then the form itself carries the choice.
  constructor(card, panel, theirs) {
    this.#card = card;
    this.#panel = panel;
    this.#theirs = theirs;
  }

  static show(card, theirs) {
    card.element.querySelector("[data-conflict]")?.remove();
    const panel = template.content.firstElementChild.cloneNode(true);
    const put = (name, text) => {
      panel.querySelector(`[data-${name}]`).textContent = text;
    };
    const show = (name, text) => {
      const at = panel.querySelector(`[data-${name}]`);
      at.hidden = text === "";
      if (text) at.querySelector("span").textContent = text;
    };
    put("by", theirs.by);
    put("at", theirs.at);
    put("text", theirs.text || "(ingen text)");
    put("measures", theirs.measures);
    put("own-text", card.get("text") || "(ingen text)");
    put("own-measures", card.get("measures"));
    panel.querySelector("[data-measures-title]").hidden = theirs.measures === "";
    panel.querySelector("[data-own-measures-title]").hidden = card.get("measures") === "";
    show("level", theirs.level_label);
    show("own-level", card.levelLabel(card.get("level")));
    card.element.querySelector(".entry-columns, .values").before(panel);
    return new Conflict(card, panel, theirs);
  }

  pressed(button) {
    const choice = ["keep", "take", "merge"].find((each) => each in button.dataset);
    if (!choice || this.#theirs === null) return false;
    this[`_${choice}`]();
    return true;
  }

  _keep() {
    this.#close();
    this.#card.settled(this.#theirs.version);
  }

  _take() {
    const own = Object.fromEntries(["level", "text", "measures", "reason"].map((name) => [name, this.#card.get(name)]));
    const theirs = this.#theirs;
    this.#close();
    this.#card.tookTheirs(theirs);
    this.#offerOwn(own, theirs);
    this.#card.say(`Det som ${theirs.by} skrev gäller.`);
  }

  _merge() {
    for (const name of ["text", "measures"]) {
      const both = [this.#card.get(name).trim(), this.#theirs[name]].filter((text, at, all) => text && all.indexOf(text) === at);
      this.#card.set(name, both.join("\n\n"));
    }
    this.#close();
    this.#card.settled(this.#theirs.version);
    this.#card.say("Båda texterna står nu efter varandra. Redigera dem till en.");
  }

  // What one wrote oneself is at hand until the page is left.
  #offerOwn(own, theirs) {
    const offer = document.createElement("p");
    offer.className = "own-words";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-secondary btn-sm";
    button.textContent = "Lägg tillbaka det jag skrev";
    button.addEventListener("click", () => {
      for (const [name, value] of Object.entries(own)) this.#card.set(name, value);
      offer.remove();
      this.#focus();
      this.#card.settled(theirs.version);
    });
    offer.append("Det du skrev finns kvar tills du lämnar sidan. ", button);
    this.#card.element.querySelector("[data-saved]").before(offer);
  }

  #focus() {
    const more = this.#card.element.querySelector(".entry-more");
    if (more) more.open = true;
    this.#card.element.querySelector("textarea").focus();
  }

  #close() {
    this.#panel.remove();
    this.#focus();
  }
}
