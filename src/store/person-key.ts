import { createHash, hash, randomBytes } from 'node:crypto';
import { chmodSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { notWritten, PulseError, systemCode } from '../errors.ts';

const keyBytes = 32;
const hashDigits = 32;
/** Of SHA-256. */
const blockBytes = 64;
const digestBytes = 32;
const keyFormat = /^[0-9a-f]{64}$/i;

/** The secret that people's ids are hashed with, so that the store alone names nobody. */
export interface PersonKey {
  /** Tells one key from another without giving either away. */
  readonly fingerprint: string;
  /** 32 hex digits: HMAC-SHA256 of a person's id. */
  hash(id: string): string;
}

/** Throws PulseError `person-key-invalid`, with where it came from, unless it is 64 hex digits. */
function parseKey(hex: string, from: string): PersonKey {
  if (!keyFormat.test(hex)) throw new PulseError('person-key-invalid', { from });
  const key = Buffer.from(hex, 'hex');
  return {
    fingerprint: createHash('sha256').update('partner-pulse person key\n').update(key).digest('hex').slice(0, 16),
    hash: hmacOf(key),
  };
}

/** HMAC-SHA256 (RFC 2104) by two plain hashes: Node's own makes objects that cost more than a million people can wait for. */
function hmacOf(key: Buffer): (id: string) => string {
  const padded = (pad: number): Buffer =>
    Buffer.from(Buffer.alloc(blockBytes, pad).map((byte, at) => byte ^ (key[at] ?? 0)));
  const inner = padded(0x36);
  const outer = Buffer.concat([padded(0x5c), Buffer.alloc(digestBytes)]);
  return (id) => {
    hash('sha256', Buffer.concat([inner, Buffer.from(id)]), 'buffer').copy(outer, blockBytes);
    return hash('sha256', outer, 'hex').slice(0, hashDigits);
  };
}

/** The key that the environment gives, else the one in the file, else undefined. */
export function findPersonKey(given: string | undefined, file: string | undefined): PersonKey | undefined {
  if (given !== undefined) return parseKey(given.trim(), 'environment');
  if (file === undefined) return undefined;
  try {
    const text = readFileSync(file, 'utf8');
    if ((statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600);
    return parseKey(text.trim(), file);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    if (error instanceof PulseError) throw error;
    throw notWritten(file, error);
  }
}

/** Makes a new key in a new file, 0600, which is there whole or not at all: half a key would be taken for a wrong one. */
export function makePersonKey(file: string): PersonKey {
  const hex = randomBytes(keyBytes).toString('hex');
  const partial = `${file}.partial`;
  try {
    rmSync(partial, { force: true });
    writeFileSync(partial, `${hex}\n`, { flag: 'wx', mode: 0o600, flush: true });
    renameSync(partial, file);
  } catch (error) {
    rmSync(partial, { force: true });
    throw notWritten(file, error);
  }
  return parseKey(hex, file);
}
