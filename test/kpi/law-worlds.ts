import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { openZone } from '../../src/records/zone.ts';
import { seeded } from '../oracle/random.ts';
import { writeRandomWorld } from '../oracle/random-world.ts';

export type Cells = Readonly<Record<string, string>>;

/** The rows of a CSV folder by file name without `.csv`, to be changed and written again. */
export type Tables = ReadonlyMap<string, readonly Cells[]>;

/** Does its work in a folder with the random world of a seed, and removes it. */
export async function inRandomWorld<T>(seed: number, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'pulse-laws-'));
  try {
    writeRandomWorld(seed, folder);
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const tableSchema = z.array(z.record(z.string(), z.string()));

export function readTables(folder: string): Tables {
  const files = readdirSync(folder).filter((name) => name.endsWith('.csv'));
  return new Map(
    files.map((name) => [
      name.slice(0, -4),
      tableSchema.parse(parse(readFileSync(join(folder, name)), { columns: true, skip_empty_lines: true })),
    ]),
  );
}

/** Writes the rows over the folder's files; each keeps its header. */
export function writeTables(folder: string, tables: Tables): void {
  for (const [name, rows] of tables) {
    const file = join(folder, `${name}.csv`);
    const [header = ''] = readFileSync(file, 'utf8').split('\n');
    const lines = rows.map((row) => header.split(',').map((column) => quoted(row[column] ?? '')));
    writeFileSync(file, `${[header, ...lines].join('\n')}\n`);
  }
}

const quoted = (cell: string): string => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

type Change = (row: Cells) => Cells | null;

/** Changes the rows of some files; a row that becomes null is gone. */
export const changed = (tables: Tables, changes: Readonly<Record<string, Change>>): Tables =>
  new Map(
    [...tables].map(([name, rows]) => {
      const change = changes[name];
      return [name, change === undefined ? rows : rows.map(change).filter((row) => row !== null)];
    }),
  );

/** Every file in a random order of its rows. */
export function shuffled(tables: Tables, seed: number): Tables {
  const random = seeded(seed);
  return new Map(
    [...tables].map(([name, rows]) => {
      const cards = rows.map((row) => ({ row, rank: random.int(0, 2 ** 30) }));
      return [name, cards.sort((a, b) => a.rank - b.rank).map(({ row }) => row)];
    }),
  );
}

/** The instant of a cell in a zone; null where it is empty or no date. */
function instants(timeZone: string): (cell: string | undefined) => number | null {
  const zone = openZone(timeZone);
  return (cell = '') => (cell === '' || Number.isNaN(Date.parse(cell)) ? null : zone.instantOf(cell));
}

/**
 * Without the rows whose order has a meaning: of rows with one id the first stays (rule 7.3), of equal valid-from
 * (rule 1.4), answers at one instant (rule 3.8) and rates of one date (rule 2.5) only one is left.
 */
export function withoutTies(tables: Tables, timeZone: string): Tables {
  const at = instants(timeZone);
  const byId = ({ id = '' }: Cells) => id;
  const sameAs: Readonly<Record<string, (row: Cells) => string>> = {
    partners: byId,
    deals: byId,
    registrations: byId,
    assets: byId,
    partner_history: (row) => `${historySlot(row)} ${at(row.valid_from)}`,
    surveys: (row) => String(at(row.at) ?? JSON.stringify(row)),
    exchange_rates: (row) => `${row.currency?.toUpperCase()} ${row.date}`,
  };
  return new Map(
    [...tables].map(([name, rows]) => {
      const same = sameAs[name];
      if (same === undefined) return [name, rows];
      return [name, [...Map.groupBy(rows, same).values()].flatMap((group) => group.slice(0, 1))];
    }),
  );
}

/**
 * The same program as it was known at an instant: rows stamped later are gone, and so is what is stamped later in a
 * field (rule 1.6). What may lie ahead stays: expiries, planned assignments, publication and joining dates.
 */
export function withoutFuture(tables: Tables, timeZone: string, asOf: number): Tables {
  const at = instants(timeZone);
  const later = (cell: string | undefined) => (at(cell) ?? asOf) > asOf;
  const known = (cell: string | undefined) => (later(cell) ? '' : (cell ?? ''));
  const unless =
    (column: string): Change =>
    (row) =>
      later(row[column]) ? null : row;
  const blank =
    (...columns: string[]): Change =>
    (row) => ({ ...row, ...Object.fromEntries(columns.map((column) => [column, known(row[column])])) });
  const named = new Set((tables.get('registrations') ?? []).map((row) => row.deal_id));
  const past = (tables.get('partner_history') ?? []).filter((row) => row.value !== '' && !later(row.valid_from));
  const firstKnown = new Set(past.map(historySlot));
  return changed(tables, {
    partners: blank('onboarding_started_at', 'onboarding_completed_at'),
    // Before the first known value that one holds, even where it is still to come (rule 1.4).
    partner_history: (row) => (later(row.valid_from) && firstKnown.has(historySlot(row)) ? null : row),
    deals(row) {
      // A registration keeps its own link, which comes before that of any deal (rule 3.2).
      if (later(row.created_at)) return named.has(row.id) ? row : null;
      return later(row.closed_at) ? { ...row, status: 'open', closed_at: '' } : row;
    },
    registrations(row) {
      if (later(row.submitted_at)) return null;
      if (!later(row.decided_at)) return row;
      return { ...row, status: row.status === 'expired' ? 'expired' : 'submitted', decided_at: '' };
    },
    onboarding_steps: blank('started_at', 'completed_at'),
    trainings(row) {
      const completed = known(row.completed_at);
      return later(row.assigned_at) && completed === '' ? null : { ...row, completed_at: completed };
    },
    certifications: (row) => (later(row.earned_at) ? null : { ...row, revoked_at: known(row.revoked_at) }),
    assets: blank('retired_at'),
    content_events: unless('at'),
    portal_sessions: unless('at'),
    touches: unless('at'),
    surveys(row) {
      // What is rejected for its score (rule 7.3) must not come back as an invitation.
      if (row.kind === 'csat' && Number(row.score) > 5) return row;
      const invited = known(row.invited_at);
      if (!later(row.at) && row.at !== '') return { ...row, invited_at: invited };
      return invited === '' ? null : { ...row, invited_at: invited, score: '', at: '' };
    },
    exchange_rates: unless('date'),
  });
}

const historySlot = (row: Cells): string => `${row.partner_id} ${row.field}`;

/** The same program as if whoever was merged away had always been its survivor (rule 1.3). */
export function withoutMerged(tables: Tables): Tables {
  const into = new Map((tables.get('partners') ?? []).map((row) => [row.id ?? '', row.merged_into ?? '']));
  const survivorOf = (id: string): string => {
    const seen = new Set<string>();
    for (let here = id; !seen.has(here); here = into.get(here) ?? '') {
      seen.add(here);
      if (!into.has(into.get(here) ?? '')) return here;
    }
    return id;
  };
  const isMerged = (id = '') => into.has(id) && survivorOf(id) !== id;
  const move: Change = (row) =>
    isMerged(row.partner_id) ? { ...row, partner_id: survivorOf(row.partner_id ?? '') } : row;
  const events = [...tables.keys()].filter((name) => name !== 'partners' && name !== 'partner_history');
  return changed(tables, {
    ...Object.fromEntries(events.map((name) => [name, move])),
    partners: (row) => (isMerged(row.id) ? null : row),
    partner_history: (row) => (isMerged(row.partner_id) ? null : row),
  });
}
