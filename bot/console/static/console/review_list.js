// Keys for the review list. Everything works without them, and whoever is disturbed by them can switch them off.
"use strict";

const rows = [...document.querySelectorAll("[data-row]")];
const help = document.querySelector("dialog.keys");
const wanted = help?.querySelector("[data-keys]");
const SWITCH = "signpost-review-keys";

function areOn() {
  try {
    return localStorage.getItem(SWITCH) !== "off";
  } catch {
    return true; // a browser that keeps nothing
  }
}

function isTyping(target) {
  return target.matches("textarea, select, input:not([type=checkbox])") || target.isContentEditable;
}

function currentRow() {
  return rows.findIndex((row) => row.contains(document.activeElement));
}

function goTo(place) {
  const row = rows[Math.min(Math.max(place, 0), rows.length - 1)];
  row?.querySelector("a").focus();
}

const KEYS = {
  j: () => goTo(currentRow() + 1),
  k: () => goTo(currentRow() - 1),
  x: () => rows[currentRow()]?.querySelector("input[type=checkbox]").click(),
  Enter: () => rows[currentRow()]?.querySelector("a").click(),
};

function onKey(event) {
  if (help.open || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (event.key === "?" && areOn()) return event.preventDefault(), help.showModal();
  // Enter on a link or a button does what it does everywhere.
  if (event.key === "Enter" && !event.target.matches("[data-row] input")) return;
  const act = areOn() && KEYS[event.key];
  if (act) event.preventDefault(), act();
}

if (help) {
  const offer = document.createElement("button");
  offer.type = "button";
  offer.className = "button";
  offer.textContent = "Keys";
  offer.addEventListener("click", () => help.showModal());
  document.querySelector(".filters__first").append(offer);
  wanted.checked = areOn();
  wanted.addEventListener("change", () => {
    try {
      localStorage.setItem(SWITCH, wanted.checked ? "on" : "off");
    } catch {
      // Nothing can be kept: the keys stay as they are.
    }
  });
  help.querySelector("[data-close]").addEventListener("click", () => help.close());
  document.addEventListener("keydown", onKey);
}
