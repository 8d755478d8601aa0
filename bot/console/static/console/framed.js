// The chat in a frame: keeps the conversation while the tab is open, and lets Escape close the frame. Comes after chat.js.
"use strict";

// The frame's storage is its own in each website, and ends with the tab; where the browser allows none, each page that
// holds the frame begins a new conversation.
const KEPT = `signpost-conversation:${location.pathname.split("/")[2]}`;

function storage(use) {
  try {
    return use(sessionStorage);
  } catch {
    return null;
  }
}

function keepConversation() {
  storage((kept) => kept.setItem(KEPT, conversation.value));
}

async function showEarlier(token) {
  let response;
  try {
    response = await fetch("history", {
      credentials: "same-origin",
      headers: { "X-Requested-With": "fetch", "X-Signpost-Conversation": token },
    });
  } catch {
    return;
  }
  if (response.headers.get("X-Signpost-Fragment") !== "history") {
    if (response.status === 403) storage((kept) => kept.removeItem(KEPT));
    return;
  }
  const earlier = fragment(await response.text());
  if (log.childElementCount || !earlier.childElementCount) return; // somebody was quicker
  conversation.value = response.headers.get("X-Signpost-Conversation");
  document.getElementById("examples")?.remove();
  log.append(earlier);
  document.getElementById("latest")?.scrollIntoView({ block: "start" });
  keepConversation();
}

const earlier = storage((kept) => kept.getItem(KEPT));
if (log.childElementCount) keepConversation();
else if (earlier) showEarlier(earlier);

// Only what has been asked in is worth keeping.
new MutationObserver(keepConversation).observe(log, { childList: true });

form.addEventListener("submit", (event) => {
  if (event.submitter?.hasAttribute("data-plain")) storage((kept) => kept.removeItem(KEPT));
});

// The message says nothing but that a key was pressed, so any page may have it.
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && parent !== window) parent.postMessage("signpost:close", "*");
});
