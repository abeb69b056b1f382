import { sourceName } from '../../records/records.ts';
import { programSettings } from '../../records/settings.ts';
import { adminName } from '../../slack/access/admins.ts';
import type { Asker } from './asker.ts';

export const kinds = ['salesforce', 'hubspot', 'files'] as const;
export type Kind = (typeof kinds)[number];
export const flows = ['client-credentials', 'jwt-bearer', 'refresh-token'] as const;

const isKind = (text: string): text is Kind => kinds.some((kind) => kind === text);
const isYes = (text: string): boolean => /^(y|yes|j|ja|true)$/i.test(text);
const isYesOrNo = (text: string): boolean => /^(y|yes|j|ja|true|n|no|nein|false)$/i.test(text);

export async function askKind(asker: Asker): Promise<Kind> {
  const answer = await asker.ask({
    flag: 'crm',
    words: 'init.ask-crm',
    usual: null,
    isValid: isKind,
    expected: kinds.join(', '),
  });
  return isKind(answer) ? answer : 'files';
}

export const askName = (asker: Asker, kind: Kind): Promise<string> =>
  asker.ask({
    flag: 'name',
    words: 'init.ask-name',
    usual: kind === 'files' ? 'exports' : 'crm',
    isValid: (text) => sourceName.safeParse(text).success,
    expected: 'a-z, 0-9, -',
  });

/** How to reach a CRM, as it stands in the file. */
export async function askConnection(
  asker: Asker,
  kind: Kind,
  baseUrl: string | undefined,
): Promise<Record<string, unknown>> {
  const base = baseUrl === undefined ? {} : { baseUrl };
  if (kind !== 'salesforce') return base;
  const isUrl = (text: string): boolean => URL.canParse(text);
  const loginUrl = await asker.ask({
    flag: 'login-url',
    words: 'init.ask-login-url',
    usual: null,
    isValid: isUrl,
    expected: 'https://acme.my.salesforce.com',
  });
  const flow = await asker.ask({
    flag: 'flow',
    words: 'init.ask-flow',
    usual: 'client-credentials',
    isValid: (text) => flows.some((one) => one === text),
    expected: flows.join(', '),
  });
  const clientId = await asker.ask({ flag: 'client-id', words: 'init.ask-client-id', usual: null });
  const username =
    flow === 'jwt-bearer'
      ? { username: await asker.ask({ flag: 'username', words: 'init.ask-username', usual: null }) }
      : {};
  return { ...base, loginUrl, login: { flow, clientId, ...username } };
}

/** Zone and currency of the program; what the CRM says of itself is usual. */
export async function askProgram(
  asker: Asker,
  account: { readonly timeZone: string | null; readonly currency: string | null },
): Promise<{ readonly timeZone: string; readonly currency: string }> {
  const { timeZone: zone, currency: code } = programSettings.shape;
  const timeZone = await asker.ask({
    flag: 'time-zone',
    words: 'init.ask-time-zone',
    usual: account.timeZone ?? 'UTC',
    isValid: (text) => zone.safeParse(text).success,
    expected: 'Europe/Berlin',
  });
  const currency = await asker.ask({
    flag: 'currency',
    words: 'init.ask-currency',
    usual: account.currency ?? 'EUR',
    isValid: (text) => code.safeParse(text).success,
    expected: 'EUR',
  });
  return { timeZone, currency: currency.toUpperCase() };
}

const namesIn = (text: string): readonly string[] => text.split(/[\s,;]+/).filter((one) => one !== '');

/** Who sees everything. */
export async function askAccess(
  asker: Asker,
  everyoneFlag: boolean,
): Promise<{ readonly admins: readonly string[]; readonly everyone: boolean }> {
  const admins = await asker.ask({
    flag: 'admins',
    words: 'init.ask-admins',
    usual: '',
    isValid: (text) => namesIn(text).every((one) => adminName.test(one)),
    expected: 'ana@example.com, U012ABCDEF, S012ABCDEF',
  });
  if (everyoneFlag) return { admins: namesIn(admins), everyone: true };
  const everyone = await asker.ask({
    flag: null,
    words: 'init.ask-everyone',
    usual: 'no',
    isValid: isYesOrNo,
    expected: 'yes, no',
  });
  return { admins: namesIn(admins), everyone: isYes(everyone) };
}
