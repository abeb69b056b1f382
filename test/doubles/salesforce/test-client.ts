// A plain client for the stand-in's own tests: it does what it is told and hides nothing.
import { z } from 'zod';
import { type SalesforceOptions, type SalesforceStandIn, startSalesforce } from './index.ts';

const record = z.record(z.string(), z.unknown());

export const answerSchema = z.object({
  totalSize: z.number(),
  done: z.boolean(),
  nextRecordsUrl: z.string().optional(),
  records: z.array(record),
});

export const errorSchema = z.array(z.object({ message: z.string(), errorCode: z.string() })).length(1);

const tokenSchema = z.object({ access_token: z.string(), refresh_token: z.string().optional() });

export type Answer = z.infer<typeof answerSchema>;

export class TestClient {
  readonly salesforce: SalesforceStandIn;
  token = '';
  version = '66.0';

  constructor(salesforce: SalesforceStandIn) {
    this.salesforce = salesforce;
  }

  /** Posts a grant; the raw response. */
  grant(form: Record<string, string>): Promise<Response> {
    return fetch(`${this.salesforce.loginUrl}/services/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams(form),
    });
  }

  async login(): Promise<this> {
    const { clientId, clientSecret } = this.salesforce.app;
    const response = await this.grant({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
    });
    this.token = tokenSchema.parse(await response.json()).access_token;
    return this;
  }

  /** A request with the session; paths from /services on, or below the version. */
  call(path: string, init: RequestInit = {}): Promise<Response> {
    const full = path.startsWith('/services') ? path : `/services/data/v${this.version}${path}`;
    const headers = { authorization: `Bearer ${this.token}`, ...Object.fromEntries(new Headers(init.headers)) };
    return fetch(this.salesforce.url + full, { redirect: 'manual', ...init, headers });
  }

  async json(path: string, init: RequestInit = {}): Promise<unknown> {
    const response = await this.call(path, init);
    return response.json();
  }

  ask(soql: string, kind: 'query' | 'queryAll' = 'query', headers: Record<string, string> = {}): Promise<Response> {
    return this.call(`/${kind}?q=${encodeURIComponent(soql)}`, { headers });
  }

  /** The first page of an answer. */
  async query(
    soql: string,
    kind: 'query' | 'queryAll' = 'query',
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const response = await this.ask(soql, kind, headers);
    const body: unknown = await response.json();
    if (response.status !== 200) throw new Error(JSON.stringify(body));
    return answerSchema.parse(body);
  }

  async more(url: string, headers: Record<string, string> = {}): Promise<Answer> {
    return answerSchema.parse(await this.json(url, { headers }));
  }

  /** One column of all records of the first page. */
  async column(soql: string, name: string, kind: 'query' | 'queryAll' = 'query'): Promise<unknown[]> {
    return (await this.query(soql, kind)).records.map((one) => one[name]);
  }

  async count(soql: string, kind: 'query' | 'queryAll' = 'query'): Promise<number> {
    return (await this.query(soql, kind)).totalSize;
  }

  /** Status, code and message of a refusal. */
  async refusal(response: Promise<Response>): Promise<{ status: number; code: string; message: string }> {
    const answer = await response;
    const [first] = errorSchema.parse(await answer.json());
    return { status: answer.status, code: first?.errorCode ?? '', message: first?.message ?? '' };
  }

  /** The code with which a query is refused. */
  async refused(soql: string): Promise<string> {
    return (await this.refusal(this.ask(soql))).code;
  }
}

/** Starts stand-ins that `end` closes. */
export class StandIns {
  readonly #open: SalesforceStandIn[] = [];

  /** A stand-in and a client that has signed in. */
  async start(options: SalesforceOptions = {}): Promise<{ salesforce: SalesforceStandIn; client: TestClient }> {
    const salesforce = await startSalesforce(options);
    this.#open.push(salesforce);
    return { salesforce, client: await new TestClient(salesforce).login() };
  }

  async end(): Promise<void> {
    for (const one of this.#open.splice(0)) await one.close();
  }
}
