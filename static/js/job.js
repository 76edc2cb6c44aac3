// Follows a job: asks for its state every second, shows it, and moves on when it is done.
const box = document.querySelector("[data-job]");
const step = box.querySelector("[data-job-step]");
const percent = box.querySelector("[data-job-percent]");
const bar = box.querySelector("progress");
const announcement = box.querySelector("[data-job-announce]");

let lost = 0;
let said = { step: step.textContent, quarter: 0 };

// A screen reader hears each new step and each quarter, not every percent.
function announce(job) {
  const quarter = job.is_counted ? Math.floor(job.percent / 25) : 0;
  const name = job.step || job.label;
  if (name !== said.step || quarter > said.quarter) {
    announcement.textContent = job.is_counted ? `${name}, ${job.percent} procent` : name;
    said = { step: name, quarter };
  }
}

function show(job) {
  step.textContent = job.step || job.label;
  percent.textContent = job.is_counted ? `${job.percent} %` : "";
  if (job.is_counted) bar.value = job.percent;
  else bar.removeAttribute("value");
  announce(job);
}

async function ask() {
  try {
    const response = await fetch(box.dataset.job, { headers: { Accept: "application/json" } });
    if (!response.headers.get("Content-Type")?.startsWith("application/json")) {
      throw new Error(`${response.status}`);
    }
    const job = await response.json();
    lost = 0;
    if (job.state === "done" && job.result_url) {
      announcement.textContent = "Klart. Du skickas vidare.";
      window.location.replace(job.result_url);
      return;
    }
    if (job.state === "done" || job.state === "failed") {
      window.location.reload();
      return;
    }
    show(job);
  } catch {
    lost += 1;
    if (lost === 3) {
      step.textContent = "Servern svarar inte. Vi försöker igen. Arbetet påverkas inte.";
      announcement.textContent = step.textContent;
    }
    if (lost === 60) window.location.reload();
  }
  window.setTimeout(ask, 1000);
}

window.setTimeout(ask, 500);
