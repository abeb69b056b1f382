import { currency, exactDecimal, oneOf, rate, text } from '../cells.ts';
import { bareDate, stamp } from '../stamps.ts';
import type { Table } from '../table.ts';

const eventWords = ['launch', 'program-change', 'campaign'] as const;
const eventKind = oneOf(eventWords);

export const programEvents: Table = {
  file: 'program_events.csv',
  record: 'program-event',
  required: ['date', 'kind', 'title'],
  optional: [],
  kinds: { date: 'date', kind: eventWords },
  read: (row, { source }) => ({
    record: 'program-event',
    source,
    id: null,
    date: row.required('date', stamp),
    kind: row.required('kind', eventKind),
    title: row.required('title', text),
  }),
};

export const targets: Table = {
  file: 'targets.csv',
  record: 'target',
  required: ['kpi', 'figure', 'period', 'value'],
  optional: ['segment'],
  kinds: { value: 'number' },
  read: (row, { source }) => ({
    record: 'target',
    source,
    id: null,
    kpi: row.required('kpi', text),
    figure: row.required('figure', text),
    period: row.required('period', text),
    value: row.required('value', exactDecimal),
    segment: row.optional('segment', text),
  }),
};

export const exchangeRates: Table = {
  file: 'exchange_rates.csv',
  record: 'exchange-rate',
  required: ['currency', 'date', 'rate'],
  optional: [],
  kinds: { date: 'day', rate: 'number' },
  laterWins: ['currency', 'date'],
  read: (row, { source }) => ({
    record: 'exchange-rate',
    source,
    id: null,
    currency: row.required('currency', currency),
    date: row.required('date', bareDate),
    rate: row.required('rate', rate),
  }),
};
