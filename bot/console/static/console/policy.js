// Brings the clause that was asked for into view where the address has no fragment to do it.
"use strict";

const asked = document.querySelector(".asked");
if (asked && !location.hash) {
  asked.scrollIntoView({ block: "center" });
  asked.focus({ preventScroll: true });
}
