import { PulseError } from '../errors.ts';
import type { Analyst } from '../kpi/analyst.ts';
import { createAnalyst } from '../kpi/create.ts';
import { openStore } from '../store/open.ts';
import type { Store } from '../store/store.ts';
import type { Context } from './command.ts';

/** Opens the configured store for a command and closes it whatever happens. `own` takes the lock, `read` works beside an owner. */
export async function withStore<T>(
  context: Context,
  mode: 'own' | 'read',
  work: (store: Store) => Promise<T>,
): Promise<T> {
  const config = context.config();
  const store = await openStore({
    address: config.store,
    mode,
    role: 'sync',
    now: context.host.now,
    personKey: config.personKey?.reveal(),
    warn: (message) => context.note(`partner-pulse: ${message}`),
  });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** The analyst of all that the store holds now. Throws `no-data` before the first sync. */
export async function openAnalyst(context: Context): Promise<Analyst> {
  const { program } = context.config();
  return withStore(context, 'read', async (store) => {
    const analyst = await store.read((reader) => createAnalyst(reader, program));
    if (analyst.partnerCount === 0) throw new PulseError('no-data', { where: store.where });
    return analyst;
  });
}
