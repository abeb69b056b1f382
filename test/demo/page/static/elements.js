// Interactive elements. `host` says where they stand, what is filled in, and how to act.
import { perform } from './api.js';
import { confirmed } from './confirm.js';
import { el, safeUrl } from './dom.js';
import { withEmoji } from './emoji.js';
import { textObject } from './mrkdwn.js';
import { popover } from './popover.js';
import { state } from './state.js';

const label = (text) => withEmoji(text?.text ?? '');

/** Sends an action, after its confirmation; remembers the value for later submissions. */
async function act(host, block, element, details = {}) {
  if (element.confirm !== undefined && !(await confirmed(element.confirm))) return false;
  await perform('click', { ...host.where, actionId: element.action_id, blockId: block.block_id, values: host.values, ...details });
  return true;
}

function remember(host, block, element, value) {
  host.values[block.block_id] ??= {};
  host.values[block.block_id][element.action_id] = value;
}

function remembered(host, block, element, initial) {
  return host.values[block.block_id]?.[element.action_id] ?? initial;
}

/** Whether a change is sent at once: outside of input blocks always, inside only when asked for. */
function isLive(block) {
  return block.type !== 'input' || block.dispatch_action === true;
}

async function changed(host, block, element, value, details) {
  remember(host, block, element, value);
  if (isLive(block)) await act(host, block, element, { value, ...details });
}

function button(host, block, element) {
  const press = async (event) => {
    const node = event.currentTarget;
    node.classList.add('busy');
    const done = await act(host, block, element);
    node.classList.remove('busy');
    const address = safeUrl(element.url ?? '');
    if (done && address !== undefined) window.open(address, '_blank', 'noopener');
  };
  return el('button', { type: 'button', class: `button ${element.style ?? ''}`, 'aria-label': element.accessibility_label, title: element.url, 'data-action-id': element.action_id, onclick: press },
    label(element.text), element.url === undefined ? null : el('span', { class: 'external', 'aria-hidden': 'true' }, '↗'));
}

function overflow(host, block, element) {
  const trigger = el('button', { type: 'button', class: 'button overflow', 'aria-label': 'More actions', 'aria-haspopup': 'menu', 'data-action-id': element.action_id }, '⋯');
  const items = element.options.map((option) => ({
    text: label(option.text), hint: label(option.description),
    choose: async () => {
      await act(host, block, element, { value: option.value });
      const address = safeUrl(option.url ?? '');
      if (address !== undefined) window.open(address, '_blank', 'noopener');
    },
  }));
  trigger.addEventListener('click', () => popover(trigger, items));
  return trigger;
}

function flat(element) {
  return element.options ?? element.option_groups?.flatMap((group) => group.options) ?? [];
}

function optionNodes(element, chosen) {
  const one = (option) => el('option', { value: option.value, selected: chosen.includes(option.value) }, label(option.text));
  if (element.option_groups === undefined) return flat(element).map(one);
  return element.option_groups.map((group) => el('optgroup', { label: label(group.label) }, group.options.map(one)));
}

function select(host, block, element, nodesFor, initial, name) {
  const chosen = remembered(host, block, element, initial) ?? '';
  const placeholder = label(element.placeholder) || 'Select…';
  return el('select', { class: 'select', 'aria-label': name ?? placeholder, 'data-action-id': element.action_id, onchange: (event) => changed(host, block, element, event.currentTarget.value) },
    el('option', { value: '', selected: chosen === '', disabled: true }, placeholder), nodesFor([chosen]));
}

/** A set of check boxes that stands for a multi-select. */
function multi(host, block, element, options, initial) {
  const chosen = new Set(remembered(host, block, element, initial) ?? []);
  const summary = el('summary', {}, '');
  const tell = () => {
    const names = options.filter((option) => chosen.has(option.value)).map((option) => option.text);
    summary.textContent = names.length === 0 ? label(element.placeholder) || 'Select…' : names.join(', ');
  };
  const boxes = options.map((option) => el('label', { class: 'choice' },
    el('input', { type: 'checkbox', checked: chosen.has(option.value), onchange: (event) => {
      if (event.currentTarget.checked) chosen.add(option.value);
      else chosen.delete(option.value);
      tell();
      changed(host, block, element, [...chosen]);
    } }), option.text));
  tell();
  return el('details', { class: 'multi', 'data-action-id': element.action_id }, summary, el('div', { class: 'multi-list' }, boxes));
}

function choices(host, block, element, type) {
  const initial = type === 'radio' ? element.initial_option?.value : (element.initial_options ?? []).map((option) => option.value);
  const chosen = remembered(host, block, element, initial);
  const isChosen = (value) => (Array.isArray(chosen) ? chosen.includes(value) : chosen === value);
  const group = `${host.key}/${block.block_id}/${element.action_id}`;
  const node = el('div', { class: 'choices', role: type === 'radio' ? 'radiogroup' : 'group', 'data-action-id': element.action_id });
  const send = () => {
    const on = [...node.querySelectorAll('input:checked')].map((input) => input.value);
    changed(host, block, element, type === 'radio' ? on[0] : on);
  };
  node.append(...element.options.map((option) => el('label', { class: 'choice' },
    el('input', { type, name: group, value: option.value, checked: isChosen(option.value), onchange: send }),
    el('span', {}, textObject(option.text), option.description === undefined ? null : el('small', {}, textObject(option.description))))));
  return node;
}

function picker(host, block, element, type, initial, { from = (value) => value, to = (value) => value } = {}) {
  const value = remembered(host, block, element, initial);
  return el('input', { type, class: 'text-input short', 'aria-label': label(element.placeholder) || type, 'data-action-id': element.action_id, value: value === undefined || value === null ? '' : from(value), onchange: (event) => changed(host, block, element, to(event.currentTarget.value)) });
}

const localTime = {
  from: (seconds) => new Date(seconds * 1000 - new Date(seconds * 1000).getTimezoneOffset() * 60_000).toISOString().slice(0, 16),
  to: (text) => (text === '' ? null : Math.floor(new Date(text).getTime() / 1000)),
};

function textInput(host, block, element, type) {
  const tag = element.multiline === true ? 'textarea' : 'input';
  const value = remembered(host, block, element, element.initial_value) ?? '';
  const node = el(tag, { type: tag === 'input' ? type : undefined, class: 'text-input', placeholder: label(element.placeholder), maxlength: element.max_length, 'data-action-id': element.action_id, rows: tag === 'textarea' ? 4 : undefined, inputmode: element.type === 'number_input' ? 'decimal' : undefined });
  node.value = value;
  const onCharacter = element.dispatch_action_config?.trigger_actions_on?.includes('on_character_entered') === true;
  node.addEventListener('input', () => {
    remember(host, block, element, node.value);
    if (onCharacter && isLive(block)) act(host, block, element, { value: node.value });
  });
  if (tag === 'input' && block.dispatch_action === true && !onCharacter) {
    node.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter') return;
      event.preventDefault();
      act(host, block, element, { value: node.value });
    });
  }
  return node;
}

/** Type-ahead: options come from the app. */
function externalSelect(host, block, element) {
  const chosen = remembered(host, block, element, element.initial_option);
  const min = element.min_query_length ?? 3;
  const input = el('input', { class: 'text-input', role: 'combobox', 'aria-label': label(element.placeholder) || 'Search', placeholder: label(element.placeholder) || 'Search…', value: chosen?.text === undefined ? '' : label(chosen.text), 'data-action-id': element.action_id });
  let turn = 0;
  input.addEventListener('input', async () => {
    if (input.value.length < min) return;
    const mine = ++turn;
    const answer = await perform('suggest', { ...host.where, actionId: element.action_id, blockId: block.block_id, value: input.value });
    if (mine !== turn || answer === undefined) return;
    const options = answer.options ?? answer.option_groups?.flatMap((group) => group.options) ?? [];
    popover(input, options.map((option) => ({
      text: label(option.text), hint: label(option.description),
      choose: async () => {
        input.value = label(option.text);
        remember(host, block, element, option);
        if (isLive(block)) await act(host, block, element, { selectedOption: option });
      },
    })), { keepFocus: true });
  });
  return input;
}

const everybody = () => state.people.map((id) => ({ value: id, text: state.users[id].real_name }));
const channelOptions = () => state.channels.filter((channel) => !channel.is_im).map((channel) => ({ value: channel.id, text: `#${channel.name}` }));

/** Conversations to choose from, as far as the element's filter lets them through. */
function conversationOptions({ filter = {} }) {
  const fits = (channel) => {
    if (filter.exclude_external_shared_channels === true && (channel.is_ext_shared || channel.is_pending_ext_shared)) return false;
    const kind = channel.is_im ? 'im' : channel.is_private ? 'private' : 'public';
    if (channel.is_im && filter.exclude_bot_users === true) return false;
    return filter.include === undefined || filter.include.includes(kind);
  };
  return state.channels.filter(fits).map((channel) => ({ value: channel.id, text: channel.is_im ? state.bot.name : `#${channel.name}` }));
}

const nodesOf = (options) => (chosen) => options.map((option) => el('option', { value: option.value, selected: chosen.includes(option.value) }, option.text));
const listed = (element) => flat(element).map((option) => ({ value: option.value, text: label(option.text) }));
const values = (options) => (options ?? []).map((option) => option.value);

function feedback(host, block, element) {
  const one = (side, sign) => el('button', { type: 'button', class: 'icon-button feedback', title: label(element[`${side}_button`].text), 'aria-label': element[`${side}_button`].accessibility_label ?? label(element[`${side}_button`].text), onclick: (event) => {
    event.currentTarget.classList.add('chosen');
    act(host, block, element, { value: side });
  } }, sign);
  return el('span', { class: 'feedback-pair' }, one('positive', '👍'), one('negative', '👎'));
}

const DRAW = {
  button,
  workflow_button: button,
  overflow,
  feedback_buttons: feedback,
  icon_button: (host, block, element) => el('button', { type: 'button', class: 'icon-button', 'aria-label': label(element.text), title: label(element.text), onclick: () => act(host, block, element) }, '🗑'),
  static_select: (host, block, element) => select(host, block, element, (chosen) => optionNodes(element, chosen), element.initial_option?.value),
  users_select: (host, block, element) => select(host, block, element, nodesOf(everybody()), element.initial_user),
  channels_select: (host, block, element) => select(host, block, element, nodesOf(channelOptions()), element.initial_channel),
  conversations_select: (host, block, element) => select(host, block, element, nodesOf(conversationOptions(element)), element.initial_conversation ?? (element.default_to_current_conversation ? host.where.channel : undefined)),
  external_select: externalSelect,
  multi_external_select: externalSelect,
  multi_static_select: (host, block, element) => multi(host, block, element, listed(element), values(element.initial_options)),
  multi_users_select: (host, block, element) => multi(host, block, element, everybody(), element.initial_users),
  multi_channels_select: (host, block, element) => multi(host, block, element, channelOptions(), element.initial_channels),
  multi_conversations_select: (host, block, element) => multi(host, block, element, conversationOptions(element), element.initial_conversations),
  checkboxes: (host, block, element) => choices(host, block, element, 'checkbox'),
  radio_buttons: (host, block, element) => choices(host, block, element, 'radio'),
  datepicker: (host, block, element) => picker(host, block, element, 'date', element.initial_date),
  timepicker: (host, block, element) => picker(host, block, element, 'time', element.initial_time),
  datetimepicker: (host, block, element) => picker(host, block, element, 'datetime-local', element.initial_date_time, localTime),
  plain_text_input: (host, block, element) => textInput(host, block, element, 'text'),
  number_input: (host, block, element) => textInput(host, block, element, 'text'),
  email_text_input: (host, block, element) => textInput(host, block, element, 'email'),
  url_text_input: (host, block, element) => textInput(host, block, element, 'url'),
};

/** The element's node; a remark for kinds that the page does not draw. */
export function interactive(host, block, element) {
  const draw = DRAW[element.type];
  return draw === undefined ? el('em', { class: 'unknown' }, `[${element.type}]`) : draw(host, block, element);
}
