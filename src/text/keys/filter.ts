import type { Caveat, ProofFigure, Reason } from '../../proof/index.ts';
import type { Keys } from '../words.ts';

/** A CRM's filter in words, as its own pages name what one clicks there. */
export const filterKeys = {
  title: ['figure', 'object', 'period'],
  search: ['object'],
  eq: ['property', 'values'],
  ne: ['property', 'values'],
  gt: ['property', 'values'],
  gte: ['property', 'values'],
  lt: ['property', 'values'],
  lte: ['property', 'values'],
  filled: ['property'],
  empty: ['property'],
  either: [],
  or: [],
  none: [],
  linked: ['object'],
  linkedBy: ['object', 'labels'],
  linkedIds: ['ids'],
  quoted: ['text'],
  related: ['object', 'property'],
  every: [],
  nothing: [],
  moment: ['moment', 'zone'],
} as const satisfies Keys;

export type CaveatWords = { readonly [Code in Caveat]: string };
export type DifferenceWords = { readonly [Code in Reason]: string };
export type ProofFigureWords = { readonly [Name in ProofFigure]: string };
