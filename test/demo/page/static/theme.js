// Light or dark: what the system says, until somebody chooses.
const button = document.getElementById('theme');
const system = matchMedia('(prefers-color-scheme: dark)');

function chosen() {
  try {
    return localStorage.getItem('theme');
  } catch {
    return null;
  }
}

function apply(theme) {
  document.documentElement.dataset.theme = theme;
  button.textContent = theme === 'dark' ? '☀' : '☾';
  button.setAttribute('aria-label', theme === 'dark' ? 'Switch to light theme' : 'Switch to dark theme');
}

function current() {
  return chosen() ?? (system.matches ? 'dark' : 'light');
}

button.addEventListener('click', () => {
  const next = document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark';
  try {
    localStorage.setItem('theme', next);
  } catch {
    // Storage may be off; the choice then lasts until the page is left.
  }
  apply(next);
});
system.addEventListener('change', () => apply(current()));
apply(current());
