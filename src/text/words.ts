import { Message, type Phrase, type Value } from './phrase.ts';

/** A theme's messages with the placeholders of each. Both languages must fill every key; tests check the placeholders. */
export type Keys = Readonly<Record<string, readonly string[]>>;

/** One language's ICU messages of a theme. */
export type Words<K extends Keys> = { readonly [Name in keyof K]: string };

/** The theme as functions: values in, a phrase out. */
export type Says<K extends Keys> = {
  readonly [Name in keyof K]: K[Name] extends readonly []
    ? () => Phrase
    : (values: { readonly [Placeholder in K[Name][number]]: Value }) => Phrase;
};

type Say = (values?: Readonly<Record<string, Value>>) => Phrase;

/** Turns a theme's messages into functions. */
export function says<K extends Keys>(words: Words<K>, language: string): Says<K>;
export function says(words: Readonly<Record<string, string>>, language: string): Readonly<Record<string, Say>> {
  return Object.fromEntries(
    Object.entries(words).map(([name, source]): [string, Say] => {
      const message = new Message(source, language);
      return [name, (values = {}) => message.say(values)];
    }),
  );
}
