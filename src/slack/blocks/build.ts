// long: every block that we send has its constructor here.
import type {
  ActionsBlock,
  ActionsBlockElement,
  Block,
  Button,
  ConfirmationDialog,
  ContextBlock,
  DividerBlock,
  ExternalSelect,
  HeaderBlock,
  KnownBlock,
  ModalView,
  Overflow,
  PlainTextElement,
  PlainTextOption,
  RichTextBlock,
  SectionBlock,
  StaticSelect,
} from '@slack/types';
import type { Phrase } from '../../text/phrase.ts';
import { clampMark, type Mark, plainText, safeUrl, tidy } from './mrkdwn.ts';

/** Limits of Slack that the constructors keep by shortening. */
export const limits = {
  section: 3000,
  field: 2000,
  fields: 10,
  context: 2000,
  contextElements: 10,
  header: 150,
  button: 75,
  value: 2000,
  option: 75,
  optionValue: 150,
  options: 100,
  title: 24,
  chartTitle: 50,
  chartLabel: 20,
  chartPoints: 20,
} as const;

type Text = string | Phrase;

/** The native chart, which @slack/types does not know yet. Messages only. */
export interface DataVisualizationBlock extends Block {
  readonly type: 'data_visualization';
  readonly title: string;
  readonly chart: {
    readonly type: 'line' | 'bar' | 'area';
    readonly series: readonly { readonly name: string; readonly data: readonly { label: string; value: number }[] }[];
    readonly axis_config: {
      readonly categories: readonly string[];
      readonly x_label?: string;
      readonly y_label?: string;
    };
  };
}

export type OurBlock =
  | ActionsBlock
  | ContextBlock
  | DividerBlock
  | HeaderBlock
  | SectionBlock
  | RichTextBlock
  | DataVisualizationBlock;

export type { ActionsBlockElement, Button, KnownBlock, ModalView, Overflow, PlainTextOption };

const plain = (value: Text, limit: number): PlainTextElement => ({
  type: 'plain_text',
  // Slack refuses an empty text; a name can be empty once everything hidden is gone.
  text: plainText(value, limit) || '–',
  emoji: false,
});

const marked = (value: Mark, limit: number) => ({
  type: 'mrkdwn' as const,
  text: clampMark(value, limit) || '–',
  verbatim: true,
});

export const header = (text: Text): HeaderBlock => ({ type: 'header', text: plain(text, limits.header) });

export const section = (text: Mark, accessory?: Button | Overflow): SectionBlock => ({
  type: 'section',
  text: marked(text, limits.section),
  ...(accessory === undefined ? {} : { accessory }),
});

/** Up to ten short texts in two columns, under an optional heading. */
export const fields = (entries: readonly Mark[], heading?: Mark): SectionBlock => ({
  type: 'section',
  ...(heading === undefined ? {} : { text: marked(heading, limits.section) }),
  fields: entries.slice(0, limits.fields).map((entry) => marked(entry, limits.field)),
});

export const context = (entries: readonly Mark[]): ContextBlock => ({
  type: 'context',
  elements: entries.slice(0, limits.contextElements).map((entry) => marked(entry, limits.context)),
});

export const divider = (): DividerBlock => ({ type: 'divider' });

export const actions = (elements: readonly ActionsBlockElement[], blockId?: string): ActionsBlock => ({
  type: 'actions',
  elements: elements.slice(0, 25),
  ...(blockId === undefined ? {} : { block_id: blockId }),
});

export interface ButtonOptions {
  readonly action: string;
  readonly label: Text;
  /** For screen readers, where the label alone says too little. */
  readonly spoken?: Text | undefined;
  readonly value?: string | undefined;
  readonly style?: 'primary' | undefined;
  readonly confirm?: ConfirmationDialog | undefined;
}

export const button = ({ action, label, spoken, value, style, confirm }: ButtonOptions): Button => ({
  type: 'button',
  action_id: action,
  text: plain(label, limits.button),
  accessibility_label: plainText(spoken ?? label, limits.button) || '–',
  ...(value === undefined ? {} : { value }),
  ...(style === undefined ? {} : { style }),
  ...(confirm === undefined ? {} : { confirm }),
});

/** A button that opens an address in the browser; null where the address is none of http(s). */
export function linkButton(action: string, label: Text, url: string | null): Button | null {
  const safe = safeUrl(url);
  return safe === null ? null : { ...button({ action, label }), url: safe };
}

export const confirmation = (title: Text, text: Text, yes: Text, no: Text): ConfirmationDialog => ({
  title: plain(title, 100),
  text: plain(text, 300),
  confirm: plain(yes, 30),
  deny: plain(no, 30),
});

export const option = (label: Text, value: string): PlainTextOption => ({ text: plain(label, limits.option), value });

/** A small menu; an entry with an address of http(s) opens it. Slack takes five at most. */
export const menu = (
  action: string,
  entries: readonly { readonly label: Text; readonly value: string; readonly url?: string | null | undefined }[],
): Overflow => ({
  type: 'overflow',
  action_id: action,
  options: entries.slice(0, 5).map(({ label, value, url }) => {
    const safe = safeUrl(url ?? null);
    return { ...option(label, value), ...(safe === null ? {} : { url: safe }) };
  }),
});

export function select(
  action: string,
  placeholder: Text,
  options: readonly PlainTextOption[],
  chosen?: string,
): StaticSelect {
  const shown = options.slice(0, limits.options);
  const initial = shown.find((one) => one.value === chosen);
  return {
    type: 'static_select',
    action_id: action,
    placeholder: plain(placeholder, 150),
    options: shown,
    ...(initial === undefined ? {} : { initial_option: initial }),
  };
}

/** Options come from us while the person types. */
export const typeAhead = (action: string, placeholder: Text): ExternalSelect => ({
  type: 'external_select',
  action_id: action,
  placeholder: plain(placeholder, 150),
  min_query_length: 0,
});

export interface ChartData {
  readonly title: Text;
  readonly categories: readonly string[];
  readonly series: readonly { readonly name: string; readonly values: readonly number[] }[];
  readonly xLabel?: Text | undefined;
  readonly yLabel?: Text | undefined;
}

/** A line chart; the newest twenty points, labels cut to what Slack takes and kept apart from each other. */
export const lineChart = (data: ChartData): DataVisualizationBlock => chart('line', data);

/** The same with bars beside each other. */
export const barChart = (data: ChartData): DataVisualizationBlock => chart('bar', data);

function chart(type: 'line' | 'bar', { title, categories, series, xLabel, yLabel }: ChartData): DataVisualizationBlock {
  const labels = distinct(categories.slice(-limits.chartPoints), limits.chartLabel);
  const names = distinct(
    series.map((one) => one.name),
    limits.chartLabel,
  );
  return {
    type: 'data_visualization',
    title: plainText(title, limits.chartTitle),
    chart: {
      type,
      series: series.map((one, index) => ({
        name: names[index] ?? '',
        data: one.values.slice(-limits.chartPoints).map((value, point) => ({ label: labels[point] ?? '', value })),
      })),
      axis_config: {
        categories: labels,
        ...(xLabel === undefined ? {} : { x_label: plainText(xLabel, limits.chartTitle) }),
        ...(yLabel === undefined ? {} : { y_label: plainText(yLabel, limits.chartTitle) }),
      },
    },
  };
}

/** Labels within the limit, each different from those before. */
function distinct(labels: readonly string[], limit: number): string[] {
  const seen = new Set<string>();
  return labels.map((raw) => {
    const label = plainText(raw, limit) || '–';
    let unique = label;
    for (let n = 2; seen.has(unique); n += 1) unique = `${plainText(label, limit - String(n).length - 1)} ${n}`;
    seen.add(unique);
    return unique;
  });
}

/** Lines of text that are never parsed as markup, each with an optional link: for lists of records. */
export function linkList(lines: readonly { readonly text: string; readonly url: string | null }[]): RichTextBlock {
  return {
    type: 'rich_text',
    elements: [
      {
        type: 'rich_text_list',
        style: 'bullet',
        elements: lines.map(({ text, url }) => {
          const safe = safeUrl(url);
          const shown = plainText(tidy(text), 200) || '–';
          return {
            type: 'rich_text_section' as const,
            elements: [
              safe === null
                ? { type: 'text' as const, text: shown }
                : { type: 'link' as const, url: safe, text: shown },
            ],
          };
        }),
      },
    ],
  };
}

/** A modal without input: something to read, closed by one button. */
export const modal = (title: Text, close: Text, blocks: readonly OurBlock[], metadata?: string): ModalView => ({
  type: 'modal',
  title: plain(title, limits.title),
  close: plain(close, limits.title),
  blocks: [...blocks],
  ...(metadata === undefined ? {} : { private_metadata: metadata }),
});
