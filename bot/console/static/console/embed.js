// Puts a button on a school's own website that opens the chat in a frame:
//   <script src="https://signpost.example.org/embed.js" data-school="oakfield" async></script>
// docs/web.md says what else the tag may hold. Nothing of this touches the page but the one element it adds.
(() => {
  "use strict";

  const tag = document.currentScript ?? document.querySelector("script[data-school][src$='/embed.js']");
  const school = tag?.dataset.school;
  if (!school) {
    console.warn("Signpost: the script tag needs data-school, the name of the school's folder.");
    return;
  }
  const home = new URL(tag.src).origin;
  const name = encodeURIComponent(school);
  const link = (tag.dataset.link ?? "").split("/").pop();
  const chat = `${home}/embed/${name}/${link ? `?link=${encodeURIComponent(link)}` : ""}`;

  const STYLE = `
    :host { all: initial; color-scheme: light dark; font: 16px/1.4 system-ui, sans-serif; }
    * { box-sizing: border-box; }
    [hidden] { display: none !important; }
    button { font: inherit; cursor: pointer; }
    .open { position: fixed; inset: auto 1rem 1rem auto; z-index: 2147483000; min-height: 3rem; padding: 0.6rem 1.2rem;
      border: 2px solid #fff; border-radius: 99px; background: #0b5f6b; color: #fff; font-weight: 600;
      box-shadow: 0 2px 12px rgb(0 0 0 / 0.3); }
    .panel { position: fixed; inset: auto 1rem 1rem auto; z-index: 2147483000; display: flex; flex-direction: column;
      width: min(26rem, calc(100vw - 2rem)); height: min(44rem, calc(100dvh - 2rem)); overflow: hidden;
      border: 1px solid #6b7f83; border-radius: 0.75rem; background: Canvas; color: CanvasText;
      box-shadow: 0 4px 28px rgb(0 0 0 / 0.35); }
    .bar { display: flex; flex: none; gap: 0.5rem; align-items: center; justify-content: space-between;
      padding: 0.25rem 0.25rem 0.25rem 0.9rem; background: #0b5f6b; color: #fff; }
    .bar a { color: #fff; padding: 0.5rem 0; }
    .close { min-width: 2.75rem; min-height: 2.75rem; border: 0; border-radius: 0.5rem; background: none; color: #fff;
      font-size: 1.5rem; line-height: 1; }
    iframe { flex: 1; width: 100%; border: 0; background: Canvas; }
    :is(button, a, iframe):focus-visible { outline: 3px solid #f4b400; outline-offset: -3px; }
    @media (max-width: 30rem) { .panel { inset: 0; width: auto; height: auto; border: 0; border-radius: 0; } }
    @media print { .open, .panel { display: none; } }`;

  function element(kind, properties, ...children) {
    const made = Object.assign(document.createElement(kind), properties);
    made.append(...children);
    return made;
  }

  function build() {
    const host = element("div", { id: "signpost" });
    const shadow = host.attachShadow({ mode: "open" });
    // Neither of these is inline style to a content security policy.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    shadow.adoptedStyleSheets = [sheet];

    const frame = element("iframe", { title: "Signpost: questions about the school’s policies" });
    const close = element("button", { type: "button", className: "close", ariaLabel: "Close", textContent: "×" });
    const own = element("a", { href: `${home}/chat/${name}/`, target: "_blank", textContent: "Open in a new tab" });
    const bar = element("div", { className: "bar" }, own, close);
    const panel = element("section", { className: "panel", hidden: true, ariaLabel: "Signpost" }, bar, frame);
    const open = element("button", { type: "button", className: "open", textContent: "Ask about our policies" });
    open.setAttribute("aria-expanded", "false");
    shadow.append(open, panel);

    function show(on) {
      // The frame is loaded when somebody opens it, not with every page of the website.
      if (on && !frame.src) frame.src = chat;
      panel.hidden = !on;
      open.hidden = on;
      open.setAttribute("aria-expanded", String(on));
      (on ? frame : open).focus();
    }

    open.addEventListener("click", () => show(true));
    close.addEventListener("click", () => show(false));
    panel.addEventListener("keydown", (event) => event.key === "Escape" && show(false));
    addEventListener("message", (event) => {
      if (event.origin === home && event.source === frame.contentWindow && event.data === "signpost:close") show(false);
    });
    document.body.append(host);
  }

  if (document.body) build();
  else addEventListener("DOMContentLoaded", build);
})();
