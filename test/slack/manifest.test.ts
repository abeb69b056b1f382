import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { events, type Manifest, manifest, scopes } from '../../src/slack/manifest.ts';

const root = resolve(import.meta.dirname, '../..');
const socket = manifest({ mode: 'socket' });
const http = manifest({ mode: 'http', baseUrl: 'https://pulse.example/bot' });

/** The limits of Slack's manifest reference, as far as our manifest uses it; names are checked by the compiler. */
const slackLimits = z.object({
  _metadata: z.object({ major_version: z.literal(2) }),
  display_information: z.object({
    name: z.string().min(1).max(35),
    description: z.string().max(140),
    long_description: z.string().min(175).max(4000),
    background_color: z.string().regex(/^#[0-9a-f]{6}$/),
  }),
  features: z.object({
    bot_user: z.object({ display_name: z.string().regex(/^[a-z0-9-_.]{1,80}$/) }),
    slash_commands: z
      .array(
        z.object({
          command: z.string().regex(/^\/[a-z0-9_-]{1,31}$/),
          description: z.string().max(2000),
          usage_hint: z.string().max(1000),
          url: z.url({ protocol: /^https$/ }).optional(),
        }),
      )
      .max(50),
  }),
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()).min(1).max(255) }) }),
  settings: z.object({ event_subscriptions: z.object({ bot_events: z.array(z.string()).max(100) }) }),
});

const run = (...args: string[]): Manifest =>
  JSON.parse(execFileSync(process.execPath, ['scripts/manifest.ts', ...args], { cwd: root, encoding: 'utf8' }));

describe('the manifest', () => {
  it('in the repository is what the generator writes for socket mode', () => {
    expect(JSON.parse(readFileSync(join(root, 'manifest.json'), 'utf8'))).toEqual(socket);
    expect(run()).toEqual(socket);
    expect(run('--http', 'https://pulse.example/bot/')).toEqual(http);
    expect(run('--command', '/kpi').features?.slash_commands?.[0]?.command).toBe('/kpi');
  });

  it.each([
    ['socket', socket],
    ['HTTP', http],
  ])('keeps Slack’s limits in the %s variant', (_name, variant) => {
    expect(() => slackLimits.parse(variant)).not.toThrow();
  });

  it('the HTTP variant names its address everywhere, the socket variant none', () => {
    const address = 'https://pulse.example/bot/slack/events';
    expect(http.features?.slash_commands?.[0]).toMatchObject({ url: address });
    expect(http.settings).toMatchObject({
      socket_mode_enabled: false,
      interactivity: { request_url: address, message_menu_options_url: address },
      event_subscriptions: { request_url: address },
    });
    expect(JSON.stringify(socket)).not.toContain('https:');
    expect(() => manifest({ mode: 'http', baseUrl: 'http://pulse.example' })).toThrow(/https/);
  });

  it('every scope has its reason in the docs, and the docs name no other; the same for events', () => {
    const docs = readFileSync(join(root, 'docs/slack-manifest.md'), 'utf8');
    const rows = [...docs.matchAll(/^\| `([a-z_:.]+)` \| (.+) \|$/gm)].map(([, scope, reason]) => [scope, reason]);
    expect(Object.fromEntries(rows)).toEqual(scopes);
    for (const event of events) expect(docs).toContain(`\`${event}\``);
  });

  // Slack publishes the schema in slackapi/manifest-schema; it is not part of this repository.
  const schema = process.env.SLACK_MANIFEST_SCHEMA ?? '';
  it.skipIf(!existsSync(schema))(
    'passes Slack’s own schema (SLACK_MANIFEST_SCHEMA=schemas/manifest.schema.2.0.0.json)',
    () => {
      const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(
        JSON.parse(readFileSync(schema, 'utf8')),
      );
      for (const variant of [socket, http]) expect(validate(variant) ? null : validate.errors).toBeNull();
    },
  );
});
