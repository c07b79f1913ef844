// What every page of the site does in the browser, before and beside Streamlit. No dependencies, no requests.
(() => {
  "use strict";
  const me = document.currentScript;
  const pages = new Set((me.dataset.pages || "").split(" "));

  // Streamlit would otherwise look for its server below the page's own path first.
  window.prerenderReady = false;
  window.__streamlit = { BACKEND_BASE_URL: location.origin };

  // --- Streamlit fetches its whole icon font (375 KB) at once. A page that shows an icon still gets it when it does.
  const load = document.fonts.load.bind(document.fonts);
  document.fonts.load = (font, ...more) => (font.includes("Material Symbols") ? Promise.resolve([]) : load(font, ...more));

  // --- Streamlit notes each visited page's theme in the browser's storage. Nothing of a visit is to stay on the device.
  const forget = () => {
    try {
      for (const name of Object.keys(localStorage)) if (name.startsWith("stActiveTheme")) localStorage.removeItem(name);
    } catch { /* storage is off: nothing to forget */ }
  };
  addEventListener("pagehide", forget);
  setInterval(forget, 2000);

  // --- Streamlit's one-key shortcuts (r reruns, c clears) surprise people who dictate or lean on a key: WCAG 2.1.4.
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !/^[rc]$/i.test(event.key)) return;
    const at = event.target instanceof Element ? event.target : document.body;
    if (at.closest("input, textarea, select, [contenteditable], [role=listbox], [role=option], [role=combobox]")) return;
    event.stopImmediatePropagation();
  }, true);

  // --- Call back once Streamlit has run after something a person did, or after 15 seconds.
  const whenDone = (then) => {
    const app = document.querySelector("[data-testid=stApp]");
    const asked = Date.now();
    let ran = false;
    let idleSince = 0;
    const wait = setInterval(() => {
      const late = Date.now() - asked > 15000;
      const running = app?.dataset.testScriptState === "running";
      ran ||= running;
      idleSince = running ? 0 : idleSince || Date.now();
      // One run can follow another at once: wait until nothing has run for a moment.
      if (!late && (running || Date.now() - idleSince < 300 || (!ran && Date.now() - asked < 1500))) return;
      clearInterval(wait);
      then();
    }, 50);
  };

  // --- Links between our pages stay in the running app; without it they are ordinary links.
  const running = () => document.querySelector("#root .stApp") !== null;
  const isPage = (url) => url.origin === location.origin && pages.has(url.pathname);
  const go = (url) => {
    history.pushState({}, "", url);
    dispatchEvent(new PopStateEvent("popstate"));
  };
  addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
    if (!link) return;
    if (link.id === "exit") return;
    if (link.classList.contains("skip")) { event.preventDefault(); focusHeading(); return; }
    if (link.target || link.hasAttribute("download")) return;
    const url = new URL(link.href);
    if (!running() || !isPage(url) || (url.hash && url.pathname === location.pathname)) return;
    event.preventDefault();
    const stays = url.pathname === location.pathname;
    const address = link.getAttribute("href");
    go(url);
    if (stays) whenDone(() => (document.querySelector(`#root a[href="${CSS.escape(address)}"]`) || document.querySelector("#root h2"))?.focus());
  });

  // --- After a move: mark where we are, close the menu, go to the top, put focus on the new heading.
  const focusHeading = () => {
    const heading = document.querySelector("#root h1, #content h1");
    if (!heading) return;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: false });
  };
  let here = location.pathname;
  const arrived = () => {
    for (const link of document.querySelectorAll(".nav a, .menu a, .help")) {
      const section = [link.getAttribute("href"), ...(link.dataset.covers || "").split(" ")];
      if (section.includes(location.pathname)) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    if (location.pathname === here) return;
    here = location.pathname;
    document.querySelector(".menu")?.removeAttribute("open");
    scrollTo(0, 0);
    const old = document.querySelector("#root h1")?.textContent;
    const deadline = Date.now() + 5000;
    const wait = () => {
      const heading = document.querySelector("#root h1");
      if (heading && heading.textContent !== old) focusHeading();
      else if (Date.now() < deadline) requestAnimationFrame(wait);
    };
    wait();
  };
  const push = history.pushState.bind(history);
  history.pushState = (...state) => { push(...state); arrived(); };
  addEventListener("popstate", arrived);

  // --- After a form was sent: once Streamlit has answered, go to what it says, a problem or a receipt.
  const goToAnswer = () => whenDone(() => {
    const answer = document.querySelector("#root .problem, #root .answer") || document.querySelector("#root h2");
    if (!answer) return;
    answer.tabIndex = -1;
    answer.focus({ preventScroll: answer.tagName === "H2" });
    if (answer.tagName !== "H2") answer.scrollIntoView({ block: "center" });
  });
  addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-testid=stFormSubmitButton] button, .st-key-send button")) goToAnswer();
  }, true);
  addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target instanceof Element && event.target.closest(".stForm input")) goToAnswer();
  }, true);
  // A problem's link leads to the field it is about, by the field's name.
  addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[data-field]") : null;
    if (!link) return;
    event.preventDefault();
    document.querySelector(`#root [aria-label="${CSS.escape(link.dataset.field)}"]`)?.focus();
  });

  addEventListener("DOMContentLoaded", () => {
    // The served heading stands until Streamlit has drawn its own.
    const boot = document.getElementById("boot");
    const root = document.getElementById("root");
    if (boot && root) {
      const watch = new MutationObserver(() => {
        if (!root.querySelector("h1")) return;
        boot.remove();
        watch.disconnect();
      });
      watch.observe(root, { childList: true, subtree: true });
      // Some networks stop WebSockets: after six seconds the page offers what it offers without JavaScript.
      setTimeout(() => {
        if (!boot.isConnected) return;
        const slow = document.createElement("div");
        slow.id = "slow";
        slow.innerHTML = boot.querySelector("noscript").textContent;
        boot.append(slow);
      }, 6000);
      // A map's frame is named after its component; the words above it say what it shows.
      new MutationObserver(() => {
        for (const frame of root.querySelectorAll("iframe[title^=streamlit_folium]")) {
          frame.title = frame.closest("[class*=st-key-map]")?.querySelector(".map-label")?.textContent || "Map";
        }
      }).observe(root, { childList: true, subtree: true });
    }
    // The menu closes on Escape and when attention goes elsewhere.
    const menu = document.querySelector(".menu");
    if (menu) {
      menu.addEventListener("keydown", (event) => {
        if (event.key !== "Escape" || !menu.open) return;
        menu.open = false;
        menu.querySelector("summary").focus();
      });
      addEventListener("click", (event) => { if (!menu.contains(event.target)) menu.open = false; });
    }
  });
})();
