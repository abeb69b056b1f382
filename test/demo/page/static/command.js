// Commands that stand in a text: in this demo one click runs them.
import { isCommand, run } from './composer.js';
import { el } from './dom.js';

/** A piece of code; a command of the workspace can be clicked. */
export function code(text) {
  if (!isCommand(text)) return el('code', {}, text);
  return el('code', {
    class: 'command', role: 'button', tabindex: 0, title: 'Ask this',
    onclick: () => run(text),
    onkeydown: (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      run(text);
    },
  }, text);
}
