import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

const folder = resolve(import.meta.dirname, '../../docs/json');

/** The published JSON schemas, by name without `.schema.json`; throws with all violations. */
export function schemaChecker(): (name: string, value: unknown) => void {
  const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false, strictTypes: false });
  formats.default(ajv);
  for (const file of readdirSync(folder)) ajv.addSchema(JSON.parse(readFileSync(resolve(folder, file), 'utf8')));
  return (name, value) => {
    const validate = ajv.getSchema(`${name}.schema.json`);
    if (!validate) throw new Error(`no schema ${name}`);
    if (!validate(value)) throw new Error(`${name}: ${ajv.errorsText(validate.errors, { separator: '\n' })}`);
  };
}
