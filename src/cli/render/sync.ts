import type { SyncReport } from '../../sources/sync.ts';
import type { Words } from '../words.ts';
import { printable, tableLines } from './table.ts';

/** What a sync did: rows per type, changes, what was rejected and where the full list is. */
export function syncSummary(report: SyncReport, words: Words, width: number): string[] {
  const { result } = report;
  const seconds = (report.durationMs / 1000).toFixed(1);
  return [
    words('sync.done', { source: report.source, seconds }),
    ...(report.readAt === null ? [] : [words('sync.skipped', { instant: report.readAt })]),
    words('sync.changes', {
      added: result.added,
      changed: result.changed,
      deleted: result.deleted,
      unchanged: result.unchanged,
    }),
    ...callLines(report, words),
    ...(Object.keys(result.perType).length === 0 ? [] : typeLines(report, words, width)),
    ...report.warnings.map(({ file, message }) =>
      printable(
        words('sync.warning', {
          text: file === '' ? words.catalogue.reason(message) : `${file}: ${words.catalogue.reason(message)}`,
        }),
      ),
    ),
    ...(report.unmatched === 0 ? [] : [words('sync.unmatched', { count: report.unmatched })]),
    ...rejectLines(report, words, width),
  ];
}

function typeLines({ result }: SyncReport, words: Words, width: number): string[] {
  const rows = Object.entries(result.perType).map(([type, { rows: count, deleted }]) => [
    type,
    String(count),
    String(deleted),
  ]);
  return [
    '',
    ...tableLines({ heading: [words('sync.record'), words('sync.rows'), words('sync.deleted')], rows }, width, '  '),
  ];
}

function callLines({ calls }: SyncReport, words: Words): string[] {
  if (calls === null) return [];
  const { used, predicted, usedToday: today, allowed } = calls;
  return [
    allowed === null
      ? words('sync.calls-unlimited', { used, predicted, today })
      : words('sync.calls', { used, predicted, today, allowed }),
  ];
}

function rejectLines(report: SyncReport, words: Words, width: number): string[] {
  const { rejectedRows: rows, rejectedFields: fields, first, perReason, rejectsFile } = report;
  if (rows + fields === 0) return [];
  const more = rows + fields - first.length;
  return [
    '',
    words('sync.rejected', { rows, fields }),
    ...tableLines(
      {
        heading: ['', '', ''],
        rows: first.map((reject) => [
          `${reject.file}:${reject.line}`,
          reject.column,
          `${words.catalogue.reason(reject.reason)} (${words(`sync.effect-${reject.effect}`)})`,
        ]),
      },
      width,
      '  ',
    ),
    ...(more > 0 ? [`  ${words('sync.more', { count: more })}`] : []),
    '',
    words('sync.per-reason'),
    ...tableLines(
      {
        heading: ['', '', ''],
        rows: perReason.map((entry) => [
          String(entry.count),
          entry.file,
          `${words.catalogue.reason(entry.reason)} (${words(`sync.effect-${entry.effect}`)})`,
        ]),
      },
      width,
      '  ',
    ),
    ...(rejectsFile === null ? [] : ['', words('sync.full-list', { file: rejectsFile })]),
  ];
}
