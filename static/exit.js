// Exit this page: replaces the page with a neutral one at once, whatever else is going on. Shift three times does the same.
(() => {
  "use strict";
  const leave = () => {
    const exit = document.getElementById("exit");
    document.documentElement.classList.add("leaving");
    document.title = "Loading";
    try { localStorage.clear(); sessionStorage.clear(); } catch { /* storage is off: nothing to clear */ }
    location.replace(exit.href);
  };
  addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || !event.target.closest("#exit")) return;
    event.preventDefault();
    leave();
  }, true);
  let shifts = [];
  addEventListener("keydown", (event) => {
    if (event.key !== "Shift") { shifts = []; return; }
    if (event.repeat) return;
    const now = Date.now();
    shifts = [...shifts.filter((at) => now - at < 5000), now];
    if (shifts.length >= 3) leave();
  }, true);
})();
