import { describe, expect, it } from 'vitest';
import { asRemote } from '../../src/kpi/analyst.ts';
import { understand } from '../../src/slack/commands/understand.ts';
import { withRemarks } from '../../src/slack/messages/notes.ts';
import { loadingMessage } from '../../src/slack/messages/plain-words.ts';
import type { Voice } from '../../src/slack/messages/voice.ts';
import { speaker } from '../../src/text/say/speaker.ts';
import { analystOfNames } from '../kpi/names/program.ts';
import { NOW } from './program.ts';

const analyst = asRemote(
  await analystOfNames([
    { name: 'Acme GmbH', id: 'P-acme' },
    { name: 'Acme Cloud GmbH', id: 'P-acme-cloud' },
    { name: 'Big Acme Ltd', id: 'P-big-acme' },
    { name: 'Content Cloud AG', id: 'P-content-cloud' },
    { name: 'Revenue Rocket Ltd', id: 'P-rocket' },
    { name: 'Nordwind Partners KG', id: 'P-nordwind', aliases: ['NWP'] },
    { name: 'Harbour Lane Ltd', id: 'P-lane', into: 'P-nordwind' },
  ]),
);
const meant = (words: string) => understand(words, analyst, { year: 2026, quarter: 4 });
const voice: Voice = {
  speak: speaker('en', 'Europe/Berlin', 'EUR'),
  now: NOW,
  command: '/partner-kpi',
  refreshes: true,
};

describe('the best reading', () => {
  it.each([
    ['akme revenue', 'sourced-revenue', 'P-acme'],
    ['revenue rokcet', null, 'P-rocket'],
    ['revenue rocket', null, 'P-rocket'],
    ['revenue', 'sourced-revenue', null],
    ['content cloud', null, 'P-content-cloud'],
    ['content clodu', null, 'P-content-cloud'],
    ['content acme cloud', 'content-adoption', 'P-acme-cloud'],
    ['nordwnid registrations', 'registered-deals', 'P-nordwind'],
  ])('“%s” is %s of %s', async (words, kpi, partner) => {
    expect(await meant(words)).toMatchObject({ kind: 'question', question: { kpi, partner } });
  });

  it('keeps keywords where a name is unknown', async () => {
    expect(await meant('revenue stalled')).toMatchObject({ kind: 'unknown-partner', name: 'stalled' });
  });
});

describe('which partner was taken', () => {
  it.each([
    ['nordwind', 'Nordwind Partners KG'],
    ['nordwidn', 'Nordwind Partners KG'],
    ['nwp', 'Nordwind Partners KG'],
    ['harbour lane ltd', 'Nordwind Partners KG'],
    ['nordwind partners', null],
    ['Nordwind Partners KG', null],
    ['nordwind partners inc', 'Nordwind Partners KG'],
  ])('“%s” says %s', async (words, said) => {
    const understood = await meant(words);
    expect(understood.kind === 'question' && (understood.remarks.taken?.partner ?? null)).toBe(said);
  });

  it('comes with a button for each near one, which asks the same of it', async () => {
    const understood = await meant('acme revenue 2026-Q3');
    if (understood.kind !== 'question') throw new Error(understood.kind);
    const message = withRemarks(loadingMessage(null, voice), understood.remarks, voice);
    const shown = JSON.stringify(message.blocks);
    expect(shown).toContain('Taken as “Acme GmbH”. Not this one?');
    for (const [name, id] of [
      ['Acme Cloud GmbH', 'P-acme-cloud'],
      ['Big Acme Ltd', 'P-big-acme'],
    ] as const) {
      expect(shown).toContain(`"text":"${name}"`);
      expect(shown).toContain(JSON.stringify(JSON.stringify({ k: 'sourced-revenue', p: id, t: '2026-Q3' })));
    }
  });
});
