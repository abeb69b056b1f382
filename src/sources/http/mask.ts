/** Texts that look like a credential of one of the CRMs, or of OAuth, whoever brought them. */
const shapes = [
  /\b00D[A-Za-z0-9]{12,15}![\w.!-]+/g,
  /\b5Aep[\w.!-]{8,}/g,
  /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g,
  /\bpat-[a-z0-9]+-[\w-]{8,}/gi,
  /(?<=\b(?:Bearer|Basic|OAuth)\s)\S+/gi,
  /(?<=\b(?:access_token|refresh_token|client_secret|assertion|code_verifier|password|sid)["']?\s*[=:]\s*["']?)[^\s"'&,}]+/gi,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
];

/** Shorter texts would mask words that only look like a secret. */
const SHORTEST = 6;

/** Takes secrets out of texts: those it was told of, and what looks like one. */
export class Mask {
  readonly #known = new Set<string>();

  /** From now on this value is masked, also in the form that addresses carry. */
  add(secret: string): void {
    if (secret.length < SHORTEST) return;
    this.#known.add(secret);
    this.#known.add(encodeURIComponent(secret));
  }

  /** The text without secrets. */
  hide(text: string): string {
    let hidden = text;
    for (const secret of this.#known) hidden = hidden.replaceAll(secret, '[secret]');
    return shapes.reduce((rest, shape) => rest.replace(shape, '[secret]'), hidden);
  }

  /** The first words of a text that a service sent, without markup, line breaks and secrets. */
  firstWords(text: string, length = 120): string {
    const plain = this.hide(text.slice(0, 4_000))
      .replace(/<(script|style)\b[\s\S]*?(?:<\/\1>|$)/gi, ' ')
      .replace(/<[^>]*>/g, ' ')
      .replace(/[\p{Cc}\s]+/gu, ' ')
      .trim();
    return plain.length > length ? `${plain.slice(0, length - 1)}…` : plain;
  }
}
