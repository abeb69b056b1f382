import { z } from 'zod';
import { type ReportKind, reportKinds, type Subscription } from '../../store/ledger/subscriptions.ts';
import { isLanguage, type Language } from '../../text/languages.ts';
import { limits } from '../blocks/build.ts';
import { clockOf } from './rules.ts';

export const scopeKinds = ['program', 'mine', 'tier', 'region', 'manager', 'partners'] as const;
export type ScopeKind = (typeof scopeKinds)[number];
export const placeKinds = ['here', 'direct', 'channel'] as const;
export type PlaceKind = (typeof placeKinds)[number];

/** What stands in the form, chosen or not. */
export interface FormState {
  readonly report: ReportKind;
  readonly scope: ScopeKind;
  readonly tier: string | null;
  readonly region: string | null;
  readonly manager: string | null;
  /** `label`: as the list showed it. */
  readonly partners: readonly { readonly id: string; readonly label: string }[];
  readonly place: PlaceKind;
  readonly channel: string | null;
  readonly weekday: number;
  readonly monthday: number;
  /** `09:00` */
  readonly time: string;
  readonly zone: string;
  readonly language: Language;
  readonly quietFrom: string | null;
  readonly quietTo: string | null;
  readonly holidays: string;
}

/** What travels with the modal: where the command was run, and which subscription is changed. From outside, so never trusted. */
const metadata = z.strictObject({
  here: z.string().max(40).nullable(),
  edits: z.string().max(60).nullable(),
});
export type FormMetadata = z.infer<typeof metadata>;

export const packMetadata = (data: FormMetadata): string => JSON.stringify(data);

/** Reads a modal's metadata; nothing where it is none of ours. */
export function unpackMetadata(text: string | undefined): FormMetadata {
  try {
    return metadata.parse(JSON.parse(text ?? ''));
  } catch {
    return { here: null, edits: null };
  }
}

const chosen = z.object({ value: z.string(), text: z.object({ text: z.string() }).optional() });
const element = z.object({
  value: z.string().nullish(),
  selected_option: chosen.nullish(),
  selected_options: z.array(chosen).nullish(),
  selected_conversation: z.string().nullish(),
});
const sent = z.object({ state: z.object({ values: z.record(z.string(), z.record(z.string(), element)) }) });

const isOneOf =
  <T extends string>(list: readonly T[]) =>
  (text: string | null): T | null =>
    list.find((one) => one === text) ?? null;

const reportOf = isOneOf(reportKinds);
const scopeOf = isOneOf(scopeKinds);
const placeOf = isOneOf(placeKinds);

const NO_DAY = 0;
const MOST_TYPED = 3_000;

/** What an option can be: Slack would not draw another one again. */
const fitting = (value: string | null | undefined): string | null =>
  value !== null && value !== undefined && value !== '' && value.length <= limits.optionValue ? value : null;

/** Reads what a view's form holds; what is absent is null, or as in `usual`. */
export function readForm(view: unknown, usual: FormState): FormState {
  const { data } = sent.safeParse(view);
  const values = data?.state.values ?? {};
  const at = (block: string) => Object.values(values[block] ?? {})[0];
  const option = (block: string): string | null => fitting(at(block)?.selected_option?.value);
  const optional = (block: string, before: string | null): string | null =>
    values[block] === undefined ? before : option(block);
  const day = (block: string, before: number): number => {
    const value = optional(block, String(before));
    return value !== null && /^\d{1,2}$/.test(value) ? Number(value) : NO_DAY;
  };
  const language = option('language');
  return {
    report: reportOf(option('report')) ?? usual.report,
    scope: scopeOf(option('scope')) ?? usual.scope,
    tier: optional('tier', usual.tier),
    region: optional('region', usual.region),
    manager: optional('manager', usual.manager),
    partners:
      values.partners === undefined
        ? usual.partners
        : (at('partners')?.selected_options ?? []).map(({ value, text }) => ({
            id: value,
            label: text?.text ?? value,
          })),
    place: placeOf(option('place')) ?? usual.place,
    channel: values.channel === undefined ? usual.channel : fitting(at('channel')?.selected_conversation),
    weekday: day('weekday', usual.weekday),
    monthday: day('monthday', usual.monthday),
    time: option('time') ?? '',
    zone: option('zone') ?? '',
    language: language !== null && isLanguage(language) ? language : usual.language,
    quietFrom: option('quietFrom'),
    quietTo: option('quietTo'),
    holidays: (at('holidays')?.value ?? '').slice(0, MOST_TYPED),
  };
}

/** The blocks of a view, by which it is known where an error can stand. */
export function blocksOf(view: unknown): ReadonlySet<string> {
  const { data } = z.object({ blocks: z.array(z.object({ block_id: z.string().optional() })) }).safeParse(view);
  return new Set((data?.blocks ?? []).flatMap(({ block_id }) => (block_id === undefined ? [] : [block_id])));
}

/** The form of a subscription that is changed; `partners`: as the person may see them. */
export function stateOf(
  one: Subscription,
  own: string | null,
  here: string | null,
  partners: FormState['partners'],
  usual: FormState,
): FormState {
  const { segment } = one.scope;
  const { tier = null, region = null, manager = null } = segment;
  const isMine = manager !== null && manager.toLowerCase() === own?.toLowerCase();
  const scope =
    one.scope.partners !== null
      ? 'partners'
      : tier !== null
        ? 'tier'
        : region !== null
          ? 'region'
          : isMine
            ? 'mine'
            : manager !== null
              ? 'manager'
              : 'program';
  const isWeekly = one.report === 'weekly';
  return {
    ...usual,
    report: one.report,
    scope,
    tier,
    region,
    manager,
    partners,
    place: one.destination.kind === 'direct' ? 'direct' : one.destination.id === here ? 'here' : 'channel',
    channel: one.destination.kind === 'channel' ? one.destination.id : null,
    weekday: isWeekly ? one.schedule.day : usual.weekday,
    monthday: isWeekly ? usual.monthday : one.schedule.day,
    time: clockOf(one.schedule),
    zone: one.schedule.zone,
    language: isLanguage(one.language) ? one.language : usual.language,
    quietFrom: one.quiet?.from ?? null,
    quietTo: one.quiet?.to ?? null,
    holidays: one.holidays.join(', '),
  };
}
