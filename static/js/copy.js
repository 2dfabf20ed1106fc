// Shows the copy button, where copying works, and says when it is done.
for (const button of navigator.clipboard ? document.querySelectorAll("[data-copy]") : []) {
  const words = button.querySelector("[role=status]"), before = words.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    words.textContent = button.dataset.done;
    setTimeout(() => { words.textContent = before; }, 4000);
  });
}
