import { z } from 'zod';
import type { Expectation } from './problems.ts';

export type KeyPath = readonly (string | number)[];

/** The part of JSON Schema that the configuration's own schema produces. */
const nodeSchema = z.object({
  /** Several where a scalar of any kind will do. */
  type: z.union([z.string(), z.array(z.string())]).optional(),
  enum: z.array(z.string()).optional(),
  const: z.string().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  get properties() {
    return z.record(z.string(), nodeSchema).optional();
  },
  /** What stands under keys that the user names; false where there are none such. */
  get additionalProperties() {
    return z.union([z.boolean(), nodeSchema]).optional();
  },
  get items() {
    return nodeSchema.optional();
  },
  get oneOf() {
    return z.array(nodeSchema).optional();
  },
});
type Node = z.infer<typeof nodeSchema>;

/** Answers what may stand where in a configuration, from its zod schema: the one list of keys. */
export interface KeyTree {
  /** Names of the keys of the map at `path`; empty where there is none. */
  keysAt(path: KeyPath): readonly string[];
  /** What the schema itself says about the value at `path`; null where there is no such place. */
  expectationAt(path: KeyPath): Expectation | null;
}

export function keyTree(schema: z.ZodType): KeyTree {
  const root = nodeSchema.parse(z.toJSONSchema(schema, { io: 'input' }));
  const alternatives = (node: Node): readonly Node[] => node.oneOf ?? [node];
  const at = (path: KeyPath): readonly Node[] =>
    path.reduce<readonly Node[]>(
      (nodes, step) =>
        nodes.flatMap((node) => {
          const next = typeof step === 'number' ? node.items : (node.properties?.[step] ?? freeKeys(node));
          return next ? alternatives(next) : [];
        }),
      alternatives(root),
    );
  return {
    keysAt: (path) => [...new Set(at(path).flatMap((node) => Object.keys(node.properties ?? {})))],
    expectationAt: (path) => expectationOf(at(path)),
  };
}

const freeKeys = ({ additionalProperties: free }: Node): Node | undefined =>
  typeof free === 'object' ? free : undefined;

function expectationOf(nodes: readonly Node[]): Expectation | null {
  const values = nodes.flatMap((node) => node.enum ?? (node.const === undefined ? [] : [node.const]));
  if (values.length > 0) return { kind: 'one-of', values };
  const node = nodes[0];
  switch (node?.type) {
    case undefined:
      return null;
    case 'integer':
      return { kind: 'integer', min: node.minimum ?? null, max: node.maximum ?? null };
    case 'number':
      return { kind: 'number' };
    case 'boolean':
      return { kind: 'boolean' };
    case 'array':
      return { kind: 'list' };
    case 'object':
      return { kind: 'map' };
    default:
      return { kind: 'text' };
  }
}
