// The chat without reloading the page. Everything here also works as plain forms; this keeps the place, the
// focus and what was typed. Answers come from the server as finished markup and are put in as they are.
"use strict";

const form = document.getElementById("composer");
const text = document.getElementById("text");
const send = form.querySelector(".composer__send");
const log = document.getElementById("log");
const problem = document.getElementById("problem");
const problemText = document.getElementById("problem-text");
const retry = document.getElementById("retry");
const working = document.getElementById("working");
const conversation = document.getElementById("conversation"); // in a frame, which has no cookie to know it by

const hasPointer = matchMedia("(hover: hover)").matches;
let busy = false;
let unsent = null;

// Reading the reply of the server

class Refusal extends Error {}

async function post(url, data) {
  let response;
  try {
    response = await fetch(url, {
      method: "POST",
      body: data,
      credentials: "same-origin",
      headers: { "X-Requested-With": "fetch" },
    });
  } catch {
    throw new Refusal("Signpost cannot be reached. Check your connection; what you wrote is still here.");
  }
  const body = await response.text();
  if (response.ok && response.headers.get("X-Signpost-Fragment")) return body;
  if (response.headers.get("X-Signpost-Problem")) throw new Refusal(body);
  if (response.status === 403) {
    throw new Refusal("This page has been open for too long. Copy what you wrote, then load the page again.");
  }
  throw new Refusal("Something went wrong on Signpost’s side. What you wrote is still here.");
}

// Showing

function fragment(markup) {
  const template = document.createElement("template");
  template.innerHTML = markup;
  return template.content;
}

function showProblem(message) {
  problemText.textContent = message;
  problem.hidden = false;
  retry.hidden = unsent === null;
}

function clearProblem() {
  problem.hidden = true;
  problemText.textContent = "";
  unsent = null;
}

function setBusy(on) {
  busy = on;
  send.setAttribute("aria-disabled", String(on));
  working.textContent = on ? "Looking through the policies…" : "";
}

function showExchange(markup) {
  const exchange = fragment(markup).firstElementChild;
  document.getElementById("examples")?.remove();
  // What stands under an older answer belongs to that answer; only the newest one goes on from here.
  log.querySelectorAll(".message__buttons").forEach((buttons) => buttons.remove());
  document.getElementById("latest")?.removeAttribute("id");
  exchange.classList.add("exchange--new");
  log.append(exchange);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  exchange.scrollIntoView({ block: "start", behavior: still ? "auto" : "smooth" });
}

// Asking

function messageData(submitter) {
  const data = new FormData(form);
  if (submitter?.name) {
    data.delete("text");
    data.append(submitter.name, submitter.value);
  }
  return data;
}

async function ask(data) {
  if (busy) return;
  clearProblem();
  setBusy(true);
  const typed = data.get("text");
  // On a telephone the focus would bring the keyboard back over the answer: only keep it where it was.
  const keepsFocus = hasPointer || document.activeElement === text;
  try {
    showExchange(await post(form.action, data));
    if (typed !== null && text.value === typed) setText("");
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    unsent = data;
    showProblem(error.message);
  } finally {
    setBusy(false);
    if (keepsFocus) text.focus({ preventScroll: true });
  }
}

async function giveFeedback(button) {
  const group = button.closest(".feedback");
  const thanks = group.querySelector(".feedback__thanks");
  clearProblem();
  try {
    const said = fragment(await post(form.action, messageData(button))).querySelector(".message");
    // The group is changed in place, so that a screen reader hears the thanks and keeps its place.
    for (const one of group.querySelectorAll("button")) {
      one.setAttribute("aria-pressed", String(one === button));
    }
    thanks.textContent = said.textContent.trim();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    showProblem(error.message);
  }
}

// What people do about a question while the page is open: asked for quietly, while somebody can see it

const NEWS_PAUSE = 20_000; // milliseconds between two looks; doubled for each that fails
const NEWS_PAUSE_LIMIT = 320_000;
let newsPause = NEWS_PAUSE;
let newsTag = "";
let newsTimer = 0;

function showNews(markup) {
  for (const arrived of [...fragment(markup).children]) {
    const { arrived: key } = arrived.dataset;
    if (!log.querySelector(`[data-news="${CSS.escape(key)}"]`)) log.append(arrived);
  }
}

async function lookForNews() {
  const headers = {
    "X-Requested-With": "fetch",
    ...(newsTag && { "If-None-Match": newsTag }),
    ...(conversation && { "X-Signpost-Conversation": conversation.value }),
  };
  try {
    const response = await fetch(log.dataset.newsUrl, { credentials: "same-origin", headers });
    if (response.ok && response.headers.get("X-Signpost-Fragment") === "news") {
      showNews(await response.text());
      newsTag = response.headers.get("ETag") ?? "";
    } else if (response.status !== 304) {
      throw new Refusal();
    }
    newsPause = NEWS_PAUSE;
  } catch {
    newsPause = Math.min(newsPause * 2, NEWS_PAUSE_LIMIT);
  }
}

function waitForNews() {
  clearTimeout(newsTimer);
  if (document.hidden) return;
  // A little chance in the pause keeps the pages of a whole school from asking in the same moment.
  newsTimer = setTimeout(async () => {
    if (log.childElementCount) await lookForNews();
    waitForNews();
  }, newsPause * (1 + Math.random() / 4));
}

document.addEventListener("visibilitychange", async () => {
  clearTimeout(newsTimer);
  if (document.hidden) return;
  if (log.childElementCount) await lookForNews();
  waitForNews();
});
waitForNews();

// Typing

function grow() {
  if (CSS.supports("field-sizing", "content")) return;
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight + 2}px`;
}

function setText(value) {
  text.value = value;
  grow();
}

form.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (button?.hasAttribute("data-plain")) return;
  event.preventDefault();
  if (button?.closest(".feedback")) {
    giveFeedback(button);
    return;
  }
  ask(messageData(button === send ? null : button));
});

text.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit(send);
});

text.addEventListener("input", grow);
retry.addEventListener("click", () => unsent && ask(unsent));

const latest = document.getElementById("latest");
if (latest && !location.hash) latest.scrollIntoView({ block: "start" });
if (hasPointer) text.focus({ preventScroll: true });
