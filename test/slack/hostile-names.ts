import fc from 'fast-check';

export const nasty = [
  '<!channel>',
  '<!here|here>',
  '<@U0BEN>',
  '<https://evil.example|click>',
  'https://evil.example/x?a=1&b=2',
  'www.evil.example',
  '&lt;!channel&gt;',
  '*bold* _it_ ~no~ `code`',
  'line\nbreak\r\n> quote',
  '\u202eredrum\u202c',
  'zero\u200bwidth\ufeff',
  '=cmd()',
  '@channel :tada:',
  '</text><script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '{count, plural, other {x}} </b>',
  '\ud800 lone',
  '&&&&&&&&',
  ' ',
  '<!subteam^S1>',
  '<#C0GENERAL>',
  '*bold* _it_ ~no~ `code` ```block```',
];

/** Names that try everything, glued together in any order, up to 5,000 characters. */
export const names = fc.oneof(
  fc
    .array(fc.oneof(fc.constantFrom(...nasty), fc.string({ unit: 'grapheme', maxLength: 20 })), {
      minLength: 1,
      maxLength: 6,
    })
    .map((parts) => parts.join('')),
  fc.constantFrom(...nasty).map((part) => part.repeat(Math.ceil(5000 / part.length)).slice(0, 5000)),
);
