// The line to the server: sends a card, and says what to do when it cannot. What is typed stays on the page meanwhile.
const FIRST_WAIT = 3000;
const LONGEST_WAIT = 30000;
// A browser lets 64 kB outlive its page, counted over all that is on its way.
const OUTLIVES = 16000;
const OFFLINE = {
  text: "Det går inte att nå servern. Det du skriver står kvar här och sparas så snart det går. Stäng inte sidan.",
};
const BUSY = {
  text: "Servern kan inte spara just nu. Det du skriver står kvar här, och vi försöker igen. Stäng inte sidan.",
};

export class Refused extends Error {}

export class Unsent extends Error {}

export class Line {
  trouble = null;
  #address;
  #login;
  #token;
  #show;
  #back = () => {};
  #wait = FIRST_WAIT;
  #timer;

  constructor(form, show) {
    this.#address = form.dataset.save;
    this.#login = form.dataset.login;
    this.#token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    this.#show = show;
    addEventListener("online", () => this.retry());
    addEventListener("focus", () => this.retry());
  }

  whenBack(call) {
    this.#back = call;
  }

  retry() {
    if (this.trouble === null) return;
    clearTimeout(this.#timer);
    this.#back();
  }

  // The server's answer. Raises Refused with what it said, or Unsent when there will be another try.
  async send(card, typed, { isLeaving = false, isSecond = false } = {}) {
    const body = JSON.stringify({ card, typed });
    let response;
    try {
      response = await fetch(this.#address, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.#token },
        body,
        credentials: "same-origin",
        redirect: "manual",
        // The page may be left while what was typed is on its way.
        keepalive: isLeaving || body.length < OUTLIVES,
      });
    } catch {
      this.#failed(OFFLINE);
    }
    if (response.ok) {
      const answer = await response.json();
      this.#works();
      return answer;
    }
    if (response.status === 409) throw new Refused((await response.json()).refused);
    if (response.type === "opaqueredirect") this.#failed(this.#loggedOut());
    if (response.status === 403 && !isSecond) {
      await this.#renew();
      return this.send(card, typed, { isLeaving, isSecond: true });
    }
    if (response.status === 403) throw new Refused("Du får inte längre skriva för enheten. Kopiera din text innan du lämnar sidan.");
    if (response.status === 404) throw new Refused("Sidan finns inte längre. Kopiera din text innan du lämnar den.");
    return this.#failed(BUSY);
  }

  // After a new login the form's token is old: a new one comes with the page itself.
  async #renew() {
    let response;
    try {
      response = await fetch(location.pathname, { credentials: "same-origin", redirect: "manual" });
    } catch {
      this.#failed(OFFLINE);
    }
    if (response.type === "opaqueredirect") this.#failed(this.#loggedOut());
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    this.#token = page.querySelector("[name=csrfmiddlewaretoken]")?.value ?? this.#token;
  }

  #loggedOut() {
    return {
      text: "Du har blivit utloggad. Det du har skrivit står kvar här. Logga in igen i en ny flik och kom sedan tillbaka hit, så sparas det.",
      address: `${this.#login}?next=${encodeURIComponent(location.pathname)}`,
      link: "Logga in i en ny flik",
    };
  }

  #works() {
    this.#wait = FIRST_WAIT;
    clearTimeout(this.#timer);
    if (this.trouble === null) return;
    this.trouble = null;
    this.#show(null);
  }

  #failed(trouble) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#back(), this.#wait);
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
    if (this.trouble?.text !== trouble.text) {
      this.trouble = trouble;
      this.#show(trouble);
    }
    throw new Unsent(trouble.text);
  }
}
