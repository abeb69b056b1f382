import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type AnyRecord, idOfKey, type Key } from '../../../src/records/records.ts';
import { columns, type FileName } from '../../demo/world/index.ts';

const flushAt = 1_000_000;
const files: Readonly<Record<AnyRecord['record'], FileName>> = {
  partner: 'partners',
  'partner-history': 'partner_history',
  deal: 'deals',
  attribution: 'attributions',
  registration: 'registrations',
  'onboarding-step': 'onboarding_steps',
  training: 'trainings',
  certification: 'certifications',
  asset: 'assets',
  'content-event': 'content_events',
  'portal-session': 'portal_sessions',
  touch: 'touches',
  'survey-response': 'surveys',
  'program-event': 'program_events',
  target: 'targets',
  'exchange-rate': 'exchange_rates',
};
/** Columns whose field is not their name in camel case. */
const fields: Readonly<Record<string, string>> = {
  partner_id: 'partner',
  deal_id: 'deal',
  asset_id: 'asset',
  registration_id: 'registration',
  person_id: 'person',
  respondent_id: 'respondent',
  manager_email: 'manager',
  owner_email: 'owner',
  position: 'order',
};
const references = new Set(['partner_id', 'deal_id', 'asset_id', 'registration_id', 'merged_into']);

const fieldOf = (column: string): string =>
  fields[column] ?? column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
const isKey = (value: unknown): value is Key => typeof value === 'string' && value.includes('/');

function cellOf(record: AnyRecord, column: string, field: string): string {
  const value: unknown = Reflect.get(record, field);
  if (value === null || value === undefined) return '';
  if (references.has(column) && isKey(value)) return idOfKey(value);
  const text = Array.isArray(value) ? value.join('|') : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One file that grows. */
class GrowingFile {
  readonly #descriptor: number;
  readonly #columns: readonly { readonly column: string; readonly field: string }[];
  #pending: string;

  constructor(folder: string, name: FileName) {
    this.#descriptor = openSync(join(folder, `${name}.csv`), 'w');
    this.#columns = columns[name].map((column) => ({ column, field: fieldOf(column) }));
    this.#pending = `${columns[name].join(',')}\r\n`;
  }

  add(record: AnyRecord): void {
    this.#pending += `${this.#columns.map(({ column, field }) => cellOf(record, column, field)).join(',')}\r\n`;
    if (this.#pending.length >= flushAt) this.#flush();
  }

  close(): void {
    this.#flush();
    closeSync(this.#descriptor);
  }

  #flush(): void {
    writeSync(this.#descriptor, this.#pending);
    this.#pending = '';
  }
}

/** Writes the records as the CSV folder that a `files` source reads. */
export function writeFolder(folder: string, records: Iterable<AnyRecord>): void {
  mkdirSync(folder, { recursive: true });
  const open = new Map<FileName, GrowingFile>();
  for (const record of records) {
    const name = files[record.record];
    let file = open.get(name);
    if (file === undefined) {
      file = new GrowingFile(folder, name);
      open.set(name, file);
    }
    file.add(record);
  }
  for (const file of open.values()) file.close();
}
