// Comforts for the keyboard; everything works without them.

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (typing) return;
  if (event.key === "/") {
    const box = document.getElementById("q");
    box.focus();
    box.select();
    event.preventDefault();
  }
});
