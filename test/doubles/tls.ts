// TLS with a company's own authority, made for the occasion by openssl.
import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { createServer } from 'node:tls';

export const hasOpenssl = (): boolean => spawnSync('openssl', ['version']).status === 0;

export interface Certificates {
  /** Path of the authority's certificate, for NODE_EXTRA_CA_CERTS. */
  readonly authority: string;
  readonly key: Buffer;
  readonly certificate: Buffer;
}

/** A certificate for a host, signed by an authority that nobody else knows. */
export function certificatesFor(host: string, folder: string): Certificates {
  const at = (name: string): string => join(folder, name);
  const openssl = (...args: string[]): void => {
    execFileSync('openssl', args, { stdio: 'pipe' });
  };
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const authority = ['-keyout', at('ca.key'), '-out', at('ca.pem'), '-days', '2', '-subj', '/CN=Company authority'];
  openssl('req', '-x509', ...newKey, ...authority);
  openssl('req', ...newKey, '-keyout', at('host.key'), '-out', at('host.csr'), '-subj', `/CN=${host}`);
  writeFileSync(at('host.ext'), `subjectAltName=DNS:${host}\n`);
  const signed = ['-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial', '-days', '2'];
  openssl('x509', '-req', '-in', at('host.csr'), ...signed, '-extfile', at('host.ext'), '-out', at('host.pem'));
  return {
    authority: at('ca.pem'),
    key: readFileSync(at('host.key')),
    certificate: readFileSync(at('host.pem')),
  };
}

export interface TlsFront {
  readonly port: number;
  close(): Promise<void>;
}

/** Takes TLS connections and passes their content on to a port of this machine. */
export async function tlsFront({ key, certificate }: Certificates, port: number): Promise<TlsFront> {
  const open = new Set<Socket>();
  const server = createServer({ key, cert: certificate }, (socket) => {
    const onward = connect(port, '127.0.0.1');
    socket.pipe(onward).pipe(socket);
    socket.on('error', () => onward.destroy());
    onward.on('error', () => socket.destroy());
  });
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  // A client that does not trust the certificate breaks off; that is its affair.
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  return {
    port: address.port,
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
