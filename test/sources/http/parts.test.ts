import { describe, expect, it } from 'vitest';
import { followUp, parseBase } from '../../../src/sources/http/address.ts';
import { Mask } from '../../../src/sources/http/mask.ts';

describe('an address from the configuration', () => {
  it.each([
    'https://acme.my.salesforce.com',
    'https://api.hubapi.com/',
    'http://127.0.0.1:8080',
    'http://localhost:1',
    'http://[::1]:3',
  ])('%s is taken', (address) => {
    expect(parseBase(address).origin).toBe(address.replace(/\/$/, ''));
  });

  it.each([
    ['http://acme.my.salesforce.com', 'insecure'],
    ['http://127.0.0.1.evil.example', 'insecure'],
    ['ftp://127.0.0.1', 'insecure'],
    ['acme.my.salesforce.com', 'malformed'],
    ['https://user:word@acme.example', 'more'],
    ['https://acme.example/path', 'more'],
    ['https://acme.example/?q', 'more'],
  ])('%s is refused', (address, why) => {
    expect(() => parseBase(address)).toThrow(expect.objectContaining({ code: 'crm-address', exit: 2 }));
    expect(() => parseBase(address)).toThrow(`"why":"${why}"`);
    expect(() => parseBase(address)).not.toThrow('word');
  });
});

describe('a follow-up address', () => {
  const base = new URL('https://acme.example');
  it.each([
    '/services/data/v66.0/query/01g-2000',
    'https://acme.example/services/data/x',
    'https://acme.example:443/services/data/y',
  ])('%s is followed', (link) => {
    expect(followUp(base, link, '/services/data/').origin).toBe(base.origin);
  });

  it.each([
    'https://evil.example/services/data/x',
    '//evil.example/services/data/x',
    'http://acme.example/services/data/x',
    'https://acme.example@evil.example/services/data/x',
    'https://u:p@acme.example/services/data/x',
    '/services/data/../../secur/logout.jsp',
    '/other',
    'javascript:alert(1)',
    'http://[',
  ])('%s is refused', (link) => {
    expect(() => followUp(base, link, '/services/data/')).toThrow('crm-elsewhere');
  });
});

describe('the mask', () => {
  it.each([
    'Bearer 00Dxx0000001gPL!AQEAQabc.def',
    '{"access_token":"00Dxx0000001gPL!AQEAQabc.def"}',
    'grant?client_secret=abcdef1&x=1',
    'refresh_token: 5Aep861TSESvWeug_abc',
    'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJhYmMifQ.c2lnbmF0dXJl',
    'token pat-na1-12345678-aaaa-bbbb',
    '-----BEGIN RSA PRIVATE KEY-----\nMIIEabc\n-----END RSA PRIVATE KEY-----',
  ])('hides %s', (text) => {
    const hidden = new Mask().hide(text);
    expect(hidden).toContain('[secret]');
    expect(hidden).not.toMatch(/AQEAQ|abcdef1|5Aep861|eyJ|12345678|MIIE/);
  });

  it('hides what it was told, as addresses write it too, and nothing short', () => {
    const mask = new Mask();
    mask.add('a+b/c=d&e');
    mask.add('x');
    expect(mask.hide('a+b/c=d&e a%2Bb%2Fc%3Dd%26e fox')).toBe('[secret] [secret] fox');
  });
});
