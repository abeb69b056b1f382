// Talking to the page's server.
import { state } from './state.js';

let source;

/** Follows the workspace through one person's eyes; calls `onSnapshot` at every change. */
export function follow(user, onSnapshot, onLive) {
  source?.close();
  source = new EventSource(`stream?user=${encodeURIComponent(user)}`);
  source.onopen = () => onLive(true);
  source.onerror = () => onLive(false);
  source.onmessage = (event) => {
    Object.assign(state, JSON.parse(event.data));
    onSnapshot();
  };
}

/** Shows a short note at the foot of the page. */
export function toast(text) {
  const box = document.getElementById('toast');
  box.textContent = text;
  box.hidden = false;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => {
    box.hidden = true;
  }, 5000);
}

/** Does something in the workspace as the present person. Returns the answer, or undefined when it failed. */
export async function perform(deed, details) {
  try {
    const response = await fetch('do', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ deed, user: state.me, ...details }),
    });
    const answer = await response.json();
    if (!response.ok) toast(answer.error ?? 'That did not work.');
    if (deed === 'click' && answer.error !== undefined) toast(`${state.bot.name} did not answer (${answer.error}).`);
    return response.ok ? answer : undefined;
  } catch {
    toast('The demo has ended. Start it again with npm run demo.');
    return undefined;
  }
}
